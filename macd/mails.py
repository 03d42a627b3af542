"""A mail about an event, in its reader's language: subject, text and HTML from templates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string, select_template
from django.utils import translation

from accounts.clock import day_of
from accounts.models import Person
from accounts.standing import standing_of
from macd import policy, queries
from macd.models import Document, DocumentEvent
from macd.wording import in_one_line


@dataclass(frozen=True, slots=True)
class Mail:
    """What one reader gets."""

    subject: str
    text: str
    html: str


def link_for(reader: Person, document: Document, *, on: date) -> str:
    """Where the reader opens a document; empty where they may not know of it."""
    if not policy.may_see(standing_of(reader, on=on), document):
        return ""
    return settings.PUBLIC_URL.rstrip("/") + document.get_absolute_url()


def mail_about(event: DocumentEvent, *, to: Person) -> Mail:
    """Write the mail that tells ``to`` of an event, in their language (rule 23).

    One folder of templates for each step: ``emails/<step>/subject.txt`` and ``body.txt``.
    """
    document = queries.whole(event.document_id)
    with translation.override(to.language):
        context: dict[str, Any] = {
            "document": document,
            "event": event,
            "reader": to,
            "summary": in_one_line(list(document.lines.all())),
            "url": link_for(to, document, on=day_of(event.at)),
            "provider": settings.PROVIDER_NAME,
        }
        folder = f"emails/{event.step}"
        subject = render_to_string(f"{folder}/subject.txt", context)
        body = select_template([f"{folder}/body.txt"]).render(context)
        paragraphs = [part.strip() for part in body.split("\n\n") if part.strip()]
        context |= {"paragraphs": paragraphs}
        return Mail(
            subject=" ".join(f"{document.number}: {subject}".split()),
            text=render_to_string("emails/base.txt", context),
            html=render_to_string("emails/base.html", context),
        )
