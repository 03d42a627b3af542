"""Independent readers of PDF files; their tests are skipped where they are not installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

needs_poppler = pytest.mark.skipif(
    not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not installed"
)
needs_qpdf = pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")


def run(pdf: bytes, folder: Path, *command: str) -> str:
    """Run a command on the file, named in it as FILE; return what it prints."""
    path = folder / "document.pdf"
    path.write_bytes(pdf)
    arguments = [str(path) if word == "FILE" else word for word in command]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout


def text_of(pdf: bytes, folder: Path) -> str:
    """Return the text of all pages."""
    return run(pdf, folder, "pdftotext", "-raw", "FILE", "-")


def pages_of(pdf: bytes, folder: Path) -> list[str]:
    """Return the text of each page."""
    return text_of(pdf, folder).split("\f")[:-1]


def squeezed(text: str) -> str:
    """Return the text without white space, which wrapping puts anywhere."""
    return "".join(text.split())
