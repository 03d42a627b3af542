"""A mail about an event, in its reader's language: subject, text and HTML from templates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.core import signing
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.clock import day_of
from accounts.models import Person
from accounts.standing import Standing, standing_of
from macd import policy, queries
from macd.fields import Place, find_place
from macd.labels import labelled
from macd.models import Document, DocumentEvent, FieldChange, Notification
from macd.noted import note_of
from macd.telling import is_important
from macd.vocabulary import Happening
from macd.wording import line_title, title_of

STOPPING = "macd.stop-mails"
# What a mail tells of suggestions: so many, each value so long; the page tells all.
MOST_CHANGES = 10
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Mail:
    """What one reader gets."""

    subject: str
    text: str
    html: str
    reply_to: str = ""
    stop_url: str = ""


def mail_of(folder: str, context: dict[str, Any]) -> Mail:
    """Write a mail from ``subject.txt`` and ``body.txt`` of a folder, in the active language.

    A blank line in the body parts its paragraphs; the layout around them is every mail's.
    """
    body = render_to_string(f"{folder}/body.txt", context)
    paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
    return laid_out(_subject(folder, context), paragraphs, context)


def laid_out(subject: str, paragraphs: list[str], context: dict[str, Any]) -> Mail:
    """Lay paragraphs out as a mail: once as plain text, once as HTML."""
    context = context | {"paragraphs": paragraphs}
    return Mail(
        subject=subject,
        text=render_to_string("emails/base.txt", context),
        html=render_to_string("emails/base.html", context),
    )


def _subject(folder: str, context: dict[str, Any]) -> str:
    """The subject: what is about one item names that item instead of the whole request."""
    context = context | {"summary": context.get("item_title") or context["summary"]}
    return " ".join(render_to_string(f"{folder}/subject.txt", context).split())


def link_for(standing: Standing, document: Document) -> str:
    """Where the reader opens a document; empty where they may not know of it."""
    if not policy.may_see(standing, document):
        return ""
    return settings.PUBLIC_URL.rstrip("/") + document.get_absolute_url()


def mail_about(event: DocumentEvent, *, to: Person) -> Mail:
    """Write the mail that tells ``to`` of an event, in their language (rule 23).

    One folder of templates for each step: ``emails/<step>/subject.txt`` and ``body.txt``.
    """
    document = queries.whole(event.document_id)
    standing = standing_of(to, on=day_of(event.at))
    with translation.override(to.language):
        context: dict[str, Any] = {
            "document": document,
            "event": event,
            "note": note_of(event),
            "reader": to,
            "summary": title_of(document),
            **_item(event, document),
            **_values(event, document, standing),
            **_days(event),
            "url": link_for(standing, document),
            "inside": policy.reads_internal(standing, document),
            "stop_url": stop_url_for(to, event.step),
            "provider": settings.PROVIDER_NAME,
            "return_address": settings.PROVIDER_RETURN_ADDRESS,
        }
        mail = mail_of(f"emails/{event.step}", context)
        return replace(
            mail,
            subject=labelled(document.number, mail.subject),
            reply_to=_answered_by(event, document, to),
            stop_url=context["stop_url"],
        )


def summary_for(reader: Person, rows: Sequence[Notification]) -> Mail:
    """Write one mail that tells several events, in the reader's language."""
    with translation.override(reader.language):
        count = len(rows)
        about = ngettext("%(count)s piece of news", "%(count)s pieces of news", count)
        lines = [labelled(row.document.number, headline(row.event, row.document)) for row in rows]
        context: dict[str, Any] = {
            "reader": reader,
            "about": _("Your summary"),
            "summary": about % {"count": count},
            "url": settings.PUBLIC_URL + reverse("notifications"),
            "action": _("Open your notifications"),
            "why": _("You chose a summary, or rested when it happened. Nothing is decided by it."),
            "provider": settings.PROVIDER_NAME,
        }
        paragraphs = [_("This happened since your last summary."), "\n".join(lines)]
        return laid_out(f"{_('Your summary')} · {context['summary']}", paragraphs, context)


def headline(event: DocumentEvent, document: Document) -> str:
    """What an event is called where it stands in a list: the subject of its mail."""
    context = {
        "event": event,
        "document": document,
        "summary": document.get_kind_display(),
        **_days(event),
    }
    try:
        return _subject(f"emails/{event.step}", context)
    except TemplateDoesNotExist:
        return f"{event.step_label} · {document.get_kind_display()}"


def _item(event: DocumentEvent, document: Document) -> dict[str, str]:
    """The item that an event is about, by its number and its service; nothing where it is none."""
    line = next((each for each in document.lines.all() if each.number == event.line_number), None)
    if line is None:
        return {}
    title = line_title(line)
    return {"item_title": title, "item": f"{line.number} ({title})"}


def _values(event: DocumentEvent, document: Document, reader: Standing) -> dict[str, Any]:
    """The answers that an event is about, as their reader's page calls them.

    ``fields`` names them; ``changes`` tells a suggestion old → new, to who may read the document.
    """
    paths = list(dict.fromkeys(event.facts.get("paths", ())))
    places = {path: place for path in paths if (place := find_place(document, path))}
    fields = ", ".join(dict.fromkeys(str(place.label) for place in places.values()))
    if event.step != Happening.SUGGEST or not policy.may_see(reader, document):
        return {"fields": fields}
    made = document.field_changes.filter(path__in=places, at=event.at, by=event.by_id)
    told = [_change(places[change.path], change) for change in made]
    more = len(told) - MOST_CHANGES
    if more > 0:
        text = ngettext("and %(more)s more", "and %(more)s more", more)
        told = [*told[:MOST_CHANGES], text % {"more": more}]
    return {"fields": fields, "changes": "\n".join(told)}


def _change(place: Place, change: FieldChange) -> str:
    """One suggestion in a line: what, and old → new."""
    before, after = (
        Truncator(" ".join(place.shown(value).split())).chars(LONGEST_VALUE)
        if value not in (None, "")
        else _("nothing")
        for value in (change.before, change.after)
    )
    return labelled(place.label, f"{before} → {after}")


def _days(event: DocumentEvent) -> dict[str, date]:
    """The days that an event names, to be written in the reader's way."""
    found = {name: event.facts.get(name) for name in ("on", "until_on")}
    return {name: date.fromisoformat(day) for name, day in found.items() if day}


def stop_url_for(reader: Person, event: str) -> str:
    """Where one POST ends the reader's mails about an event; empty where it is important."""
    if is_important(event):
        return ""
    token = signing.dumps([reader.pk, event], salt=STOPPING)
    return settings.PUBLIC_URL + reverse("notifications_stop", args=[token])


def _answered_by(event: DocumentEvent, document: Document, reader: Person) -> str:
    """Who reads a reply: who made it happen, or the counterpart on the other side."""
    people = [event.by, document.account_manager, document.requester]
    others = [one for one in people if one is not None and one.pk != reader.pk and one.is_active]
    return others[0].email if others else ""
