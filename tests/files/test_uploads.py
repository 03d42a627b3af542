"""Files from outside: known by their content, refused where they are two things at once."""

import io
import zipfile

import pytest
from PIL import Image

from files import uploads
from files.uploads import UploadRefused, take_in, with_ending

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 20), **more: object) -> bytes:
    """A small picture of a kind."""
    kept = io.BytesIO()
    Image.new("RGB", size, "navy").save(kept, kind, **more)
    return kept.getvalue()


def archive() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("run.exe", b"MZ")
    return kept.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "media_type", "kept_as"),
    [
        (PDF, "plan.pdf", "application/pdf", "plan.pdf"),
        (PDF, "plan.exe", "application/pdf", "plan.pdf"),
        (picture("PNG"), "floor.png", "image/jpeg", "floor.jpg"),
        (picture("JPEG"), "floor", "image/jpeg", "floor.jpg"),
        (picture("WEBP"), "floor.html", "image/jpeg", "floor.jpg"),
    ],
)
def test_the_content_says_what_it_is(content, name, media_type, kept_as):
    taken = take_in(content=content, name=name)
    assert (taken.media_type, taken.name) == (media_type, kept_as)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script></html>",
        archive(),
        PDF + archive(),
        PDF + b"more",
        PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /JavaScript /JS (x) >>"),
        PDF.replace(b"/Catalog", b"/Catalog /Names << /EmbeddedFiles 2 0 R >>"),
        b"\x89PNG\r\n\x1a\nbroken",
        b"\xff\xd8\xff broken",
        b"RIFF\x00\x00\x00\x00WEBPbroken",
        b"GIF89a" + b"\x00" * 40,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_archives_programs_and_polyglots_are_refused(content):
    with pytest.raises(UploadRefused):
        take_in(content=content, name="plan.pdf")


def test_a_picture_is_drawn_anew_without_what_hid_in_it():
    taken = take_in(content=picture("JPEG") + archive(), name="photo.jpg")
    assert b"PK" not in taken.content
    exif = Image.Exif()
    exif[0x010E] = "51.05, 3.72"
    taken = take_in(content=picture("JPEG", exif=exif), name="photo.jpg")
    assert b"51.05" not in taken.content
    assert Image.open(io.BytesIO(taken.content)).size == (40, 20)


def test_a_transparent_picture_stays_so():
    kept = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(kept, "PNG")
    assert take_in(content=kept.getvalue(), name="logo.png").media_type == "image/png"


def test_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "MOST_PIXELS", 100)
    with pytest.raises(UploadRefused, match="too large"):
        take_in(content=picture(), name="a.png")
    monkeypatch.setattr(uploads, "LARGEST", 10)
    with pytest.raises(UploadRefused, match="too large"):
        take_in(content=PDF, name="a.pdf")


def test_a_large_picture_is_made_smaller():
    taken = take_in(content=picture("JPEG", (5000, 100)), name="wide.jpg")
    assert Image.open(io.BytesIO(taken.content)).size[0] == uploads.LONGEST_EDGE


def test_a_name_has_the_ending_of_its_content():
    assert with_ending("a.b.png", ".jpg") == "a.b.jpg"
    assert with_ending("  ", ".pdf") == "file.pdf"
    assert len(with_ending("x" * 400, ".pdf")) <= 154
