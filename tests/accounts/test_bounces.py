"""Mails that come back: only those that failed for good count, and only for people we know."""

import io
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from accounts import choices
from accounts.bounces import NoBounce, bounces_in
from tests.accounts import make as people

REPORT = """From: MAILER-DAEMON@mx.example
Subject: Undelivered Mail
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B"

--B
Content-Type: text/plain

It did not work.

--B
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--B--
"""


def report(address="Ana@brouwerij.example", action="failed", status="5.1.1"):
    return REPORT.format(address=address, action=action, status=status).encode()


def test_who_failed_and_why_is_read():
    (bounce,) = bounces_in(report())
    assert bounce.address == "ana@brouwerij.example"
    assert bounce.reason == "5.1.1 550 5.1.1 no such user"


@pytest.mark.parametrize(
    ("action", "status"), [("delayed", "4.4.1"), ("failed", "4.2.2"), ("delivered", "2.0.0")]
)
def test_what_may_still_arrive_is_passed_over(action, status):
    assert bounces_in(report(action=action, status=status)) == []


@pytest.mark.parametrize("raw", [b"", b"Subject: I am away\n\nBack on Monday.", b"\xff\x00"])
def test_other_mails_are_no_bounces(raw):
    with pytest.raises(NoBounce):
        bounces_in(raw)


def receive(monkeypatch, raw):
    words = io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
    try:
        call_command("receive_bounce", json=True, stdout=words)
    except SystemExit as stopped:
        return stopped.code, json.loads(words.getvalue())
    return 0, json.loads(words.getvalue())


@pytest.mark.usefixtures("system")
def test_the_command_notes_it(monkeypatch):
    person = people.person()
    answer = receive(monkeypatch, report(address=person.email.upper()))
    assert answer == (0, {"failed": 1, "known": 1})
    assert not choices.is_reachable(person)
    assert receive(monkeypatch, report("x@nowhere.example")) == (1, {"failed": 1, "known": 0})
    with pytest.raises(CommandError) as refused:
        receive(monkeypatch, b"Subject: x\n\ny")
    assert refused.value.returncode == 2
