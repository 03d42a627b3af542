"""Why something waits becomes a code; it was kept as words in the document's language."""

from typing import Any

from django.db import migrations, models
from django.utils import translation

from macd.fieldwork import HELD_REASONS

LANGUAGES = ("en", "nl", "fr", "de")
CODE = models.CharField(max_length=24, choices=HELD_REASONS, blank=True, db_default="")


def read_words(apps: Any, schema_editor: Any) -> None:
    """Put the code where its words stand; what somebody wrote stays as it was written.

    The history is never changed: what it says of that time stays in the words of that time.
    """
    lines, documents = _rows(apps, schema_editor)
    if not documents.exists():
        return
    for language, code, label in _labels():
        held = lines.filter(document__language=language, held_reason=label)
        held.filter(held_code="").update(held_code=code)
        held.filter(held_code=code).update(held_reason="")
        waiting = documents.filter(language=language, waiting_for=label)
        waiting.update(waiting_code=code, waiting_for="")
    # Words beside a code were all that the document told: it tells the code as well.
    beside = lines.exclude(held_code="").exclude(held_reason="").filter(status="held")
    for line in beside.order_by("-number"):
        waiting = documents.filter(pk=line.document_id, status="in_delivery", ball=line.held_for)
        waiting.filter(waiting_for=line.held_reason).update(waiting_code=line.held_code)


def write_words(apps: Any, schema_editor: Any) -> None:
    """Write the words of a code where no others stand."""
    lines, documents = _rows(apps, schema_editor)
    for language, code, label in _labels():
        held = lines.filter(document__language=language, held_code=code, held_reason="")
        held.update(held_reason=label)
        waiting = documents.filter(language=language, waiting_code=code, waiting_for="")
        waiting.update(waiting_for=label)


def _rows(apps: Any, schema_editor: Any) -> tuple[Any, Any]:
    alias = schema_editor.connection.alias
    names = ("Line", "Document")
    lines, documents = (apps.get_model("macd", n).objects.using(alias).all() for n in names)
    return lines, documents


def _labels() -> list[tuple[str, str, str]]:
    """Every code by language, with its label in it."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            found += [(language, code, str(label)) for code, label in HELD_REASONS]
    return found


class Migration(migrations.Migration):
    """The code of a held item takes every reason, and the document keeps it beside its words."""

    dependencies = [("macd", "0001_folded")]

    operations = [
        migrations.AlterField(model_name="line", name="held_code", field=CODE),
        migrations.AddField(model_name="document", name="waiting_code", field=CODE),
        migrations.RunPython(read_words, write_words),
    ]
