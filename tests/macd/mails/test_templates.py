"""The mails of every step that tells somebody: whole, plain, one link, nothing escaped twice."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from macd.workflow import LINE_TRANSITIONS, TRANSITIONS

URL = "https://macd.example/documents/MACD-2026-00042/"
NAME = "Ana D'Haese & Zonen"
ROWS = sorted(
    {(row.step.value, str(row.to or "")) for row in TRANSITIONS if row.tell}
    | {(f"line_{row.step.value}", row.to.value) for row in LINE_TRANSITIONS if row.tell}
    | {
        ("comment", ""),
        ("finding", ""),
        ("suggest", ""),
        ("decide", ""),
        ("correct", ""),
        ("take_over", ""),
        ("promise_moved", ""),
    }
    | {(f"port_{what}", "") for what in ("refused", "confirmed", "ported", "out")}
    | {(f"visit_{what}", "") for what in ("planned", "moved", "cancelled", "closed")}
)


VISIT = {
    "purpose": "install",
    "day": "2026-12-22",
    "half": "morning",
    "from_day": "2026-12-21",
    "office": "Gent, Korenmarkt 1, 9000 Gent",
    "outcome": "failed",
    "code": "no_access",
    "operator": "Teledonor",
    "refusal": "account_wrong",
    "number": "+3292234500",
    "on": "2026-12-22",
}


def context(step: str, to_status: str, **facts: object) -> dict[str, object]:
    comment = SimpleNamespace(pk=7, audience="shared", text="May we come <after> 17:00?")
    hidden = SimpleNamespace(pk=8, audience="internal", text="The duct is full.")
    event = SimpleNamespace(
        step=step,
        to_status=to_status,
        by=SimpleNamespace(name=NAME),
        version=2,
        line_number=3,
        note="Line one\nLine <two>",
        facts={"comment": 7, "accepted": True, **VISIT, **facts},
    )
    document = SimpleNamespace(
        number="MACD-2026-00042",
        get_kind_display="Change",
        committed_on=date(2026, 12, 22),
        customer=SimpleNamespace(legal_name="Brouwerij & Zoon"),
        comments=SimpleNamespace(all=[comment, hidden]),
    )
    return {
        "document": document,
        "event": event,
        "reader": SimpleNamespace(name="Joris"),
        "summary": "SmartFit Internet: Plus → Extra",
        "url": URL,
        "provider": "Voorbeeld Telecom",
    }


def mail(step: str, to_status: str = "", **facts: object) -> tuple[str, str, str]:
    with translation.override("en"):
        values = context(step, to_status, **facts)
        subject = render_to_string(f"emails/{step}/subject.txt", values).strip()
        body = render_to_string(f"emails/{step}/body.txt", values)
        values["paragraphs"] = [part.strip() for part in body.split("\n\n") if part.strip()]
        text = render_to_string("emails/base.txt", values)
        return subject, text, render_to_string("emails/base.html", values)


@pytest.mark.parametrize(("step", "to_status"), ROWS)
def test_each_step_that_tells_has_its_mail(step, to_status):
    subject, text, html = mail(step, to_status)
    assert "SmartFit Internet: Plus → Extra" in subject
    assert "\n" not in subject
    assert "Hello Joris," in text
    assert text.count(URL) == 1
    assert html.count("<a ") == 1
    for form in (subject, text):
        assert "&amp;" not in form
        assert "&#x27;" not in form
    assert "&amp;amp;" not in html
    assert "{%" not in html + text + subject


def test_a_note_is_quoted_and_escaped_where_it_must_be():
    _subject, text, html = mail("ask")
    assert "> Line one\n> Line <two>\n" in text
    assert "Line one<br>Line &lt;two&gt;" in html


def test_a_shared_comment_is_in_its_mail_and_an_internal_one_in_none():
    _subject, text, html = mail("comment")
    assert "May we come <after> 17:00?" in text
    assert "May we come &lt;after&gt; 17:00?" in html
    _subject, text, html = mail("comment", comment=8)
    assert "duct" not in text + html


def test_approval_says_whose_turn_it_is():
    assert "Ready for signature" in mail("approve", "awaiting_signature")[0]
    assert "Your approval is needed" in mail("approve", "awaiting_second_approval")[0]
    assert "one more signature" in mail("sign", "awaiting_signature")[1]
    assert "seal it" in mail("sign", "signed")[1]


def test_a_promised_day_is_plain_text():
    assert "It is promised for 22 December 2026." in mail("start_delivery")[1]


def test_a_mail_fetches_nothing():
    html = mail("approve")[2]
    assert not re.search(r"<(img|script|link|iframe|form)\b", html)
    assert "url(" not in html


def test_mails_about_visits_tell_the_slot_the_place_and_why():
    text = mail("visit_planned")[1]
    assert "Installation: Tuesday 22 December 2026, in the morning." in text
    assert "Where: Gent, Korenmarkt 1, 9000 Gent." in text
    moved = mail("visit_moved")[1]
    assert "The visit of Monday 21 December 2026 (Installation) is moved to Tuesday 22" in moved
    assert "Why: Nobody could let us in." in mail("visit_closed")[1]


def test_a_delivery_announces_when_it_counts_as_accepted():
    text = mail("line_deliver", accepts_on="2026-12-30")[1]
    assert "by 29 December 2026. After that day it counts as accepted." in text


def test_a_delay_says_why_whose_turn_and_until_when():
    text = mail("line_hold", held_code="no_access", held_for="customer", held_until="2026-12-28")[1]
    assert "Why: Nobody could let us in. It waits for something on your side." in text
    assert "We look at it again on 28 December 2026." in text
    assert "your side" not in mail("line_hold", held_code="street_works", held_for="carrier")[1]
    assert "It stops with the agreement." in mail("line_hold", held_code="leaves")[1]
