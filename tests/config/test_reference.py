from pathlib import Path

from django.conf import settings

from config.reference import as_markdown


def test_the_page_is_what_the_code_reads() -> None:
    page = Path(settings.BASE_DIR) / "docs" / "configuration.md"
    assert page.read_text() == as_markdown(), (
        "print it again: python -m config.reference > docs/configuration.md"
    )
