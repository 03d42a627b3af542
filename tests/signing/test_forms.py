"""The two questions refuse what they cannot answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from signing.forms import MOST_BYTES, CodeForm, FileForm


def ask(content: bytes | None) -> FileForm:
    """Fill in the file form."""
    file = None if content is None else SimpleUploadedFile("order.pdf", content)
    return FileForm({}, {"file": file} if file else {})


def test_a_file_is_taken() -> None:
    assert ask(b"%PDF").is_valid()


def test_no_file_an_empty_one_and_too_large_a_one_are_refused() -> None:
    assert ask(None).errors["file"] == ["Choose the PDF file to check."]
    assert ask(b"").errors["file"] == ["The file is empty."]
    assert "larger than 20" in ask(bytes(MOST_BYTES + 1)).errors["file"][0]


def test_a_code_is_put_in_its_one_spelling() -> None:
    form = CodeForm({"code": "7k3m oqxz 9r2t hv5c"})
    assert form.is_valid()
    assert form.cleaned_data["code"] == "7K3M-0QXZ-9R2T-HV5C"


@pytest.mark.parametrize("typed", ["", "short", "\x00", "7" * 10_000])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert CodeForm({"code": typed}).errors["code"]
