"""What is taken in from outside: known by its content, not by its name (promise 11)."""

import io
import re
import warnings
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_EDGE = 4000
# How files of several kinds in one betray themselves: archives, programs, pages.
FOREIGN = (
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"<script",
    b"<html",
)
# What a PDF needs to act by itself or to carry other files.
ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
PDF_END = 1024


class UploadRefused(ValueError):
    """A file that is not taken in; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file as it is kept: images are drawn anew, without what else was in them."""

    content: bytes
    media_type: str
    name: str


def take_in(*, content: bytes, name: str) -> Taken:
    """Look at the content and give back what is kept. Raises UploadRefused."""
    if not content:
        raise UploadRefused(_("This file is empty. Choose another one."))
    if len(content) > LARGEST:
        raise UploadRefused(too_large())
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        return Taken(content, "application/pdf", with_ending(name, ".pdf"))
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or _is_webp(content):
        return _drawn_anew(content, name)
    raise UploadRefused(_("Give a PDF, or a photo as JPEG, PNG or WebP. No archives or programs."))


def too_large() -> str:
    """What is said of a file that is too large."""
    return _("This file is too large. Give one of at most %(most)s MB.") % {
        "most": LARGEST // (1024 * 1024)
    }


def with_ending(name: str, ending: str) -> str:
    """The name with the ending that its content has."""
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name.strip()) or "file"
    return stem[:150] + ending


def _is_webp(content: bytes) -> bool:
    return content[:4] == b"RIFF" and content[8:12] == b"WEBP"


def _check_pdf(content: bytes) -> None:
    lower = content.lower()
    end = content.rstrip(b"\r\n\x00 ")
    if not end.endswith(b"%%EOF") or any(mark.lower() in lower for mark in FOREIGN):
        raise UploadRefused(_("This PDF holds something else as well. Print it to PDF again."))
    if ACTIVE.search(content):
        raise UploadRefused(
            _("This PDF holds programs or other files. Print it to PDF again, without them.")
        )


def _drawn_anew(content: bytes, name: str) -> Taken:
    """The picture only: no place where it was taken, nothing behind its end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise UploadRefused(_("This picture is too large. Make it smaller first."))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
                return _written(upright, name)
    except UploadRefused:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
        OSError,
        ValueError,
        SyntaxError,
    ) as unreadable:
        raise UploadRefused(
            _("This picture cannot be read. Take it again, or choose another one.")
        ) from unreadable


def _written(picture: Image.Image, name: str) -> Taken:
    kept = io.BytesIO()
    if picture.mode in ("RGBA", "LA", "P"):
        picture.convert("RGBA").save(kept, "PNG")
        return Taken(kept.getvalue(), "image/png", with_ending(name, ".png"))
    picture.convert("RGB").save(kept, "JPEG", quality=88)
    return Taken(kept.getvalue(), "image/jpeg", with_ending(name, ".jpg"))
