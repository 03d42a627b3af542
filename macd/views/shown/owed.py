"""What a message of the outbox is about and what went wrong with it, in the reader's words."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.clock import day_of
from accounts.dates import date_format
from accounts.mail import SUBJECTS, AccountMail
from accounts.models import SigningSubstitute
from accounts.standing import Standing
from macd import policy, queries
from macd.labels import labelled
from macd.recorded import Subject, subjects_of
from outbox.models import Message, Webhook
from services.models import CancellationCase, InventoryImport, Job

# What the queue does a slice of at a time.
TASKS: Mapping[str, Any] = {
    "import_check": _("Checking an import"),
    "import_apply": _("Recording an import"),
    "indexation": _("Indexation"),
    "finance_export": _("Sheet for finance"),
}
# What is kept of an exception is its name and what the program said: never the reader's words.
FAULTS: Mapping[str, Any] = {
    "ConnectionRefusedError": _("The machine takes no connection."),
    "ConnectionResetError": _("The connection broke off."),
    "BrokenPipeError": _("The connection broke off."),
    "RemoteDisconnected": _("The connection broke off."),
    "SMTPServerDisconnected": _("The connection broke off."),
    "OSError": _("The machine cannot be reached."),
    "SMTPConnectError": _("The machine cannot be reached."),
    "TimeoutError": _("No answer came in time."),
    "SoftTimeLimitExceeded": _("It took too long."),
    "gaierror": _("This name is not known."),
    "SSLCertVerificationError": _("The certificate of the machine is not valid."),
    "SSLError": _("No secure connection could be made."),
    "SSLEOFError": _("No secure connection could be made."),
    "BadStatusLine": _("The answer was not understood."),
    "SMTPAuthenticationError": _("The mail server does not let us in."),
    "SMTPRecipientsRefused": _("The mail server does not take mail for this address."),
    "SMTPSenderRefused": _("The mail server does not take our mail."),
    "SMTPDataError": _("The mail server does not take our mail."),
}
# What we say ourselves is kept in the language of the source.
SAID: Mapping[str, Any] = {
    "The webhook was stopped.": _("The webhook was stopped."),
    "Mails to this address come back; see the page of notifications.": _(
        "Mails to this address come back; see the page of notifications."
    ),
    "The worker stopped without an outcome.": _("The worker stopped without an outcome."),
    "This is no address.": _("This is no address."),
    "This name is not known.": _("This name is not known."),
    "Give an address that begins with https://.": _("Give an address that begins with https://."),
    "Leave out names, passwords and what follows #.": _(
        "Leave out names, passwords and what follows #."
    ),
    "This address leads into a private network.": _("This address leads into a private network."),
}
FAULT = re.compile(r"(?P<name>[A-Za-z]+): ")


def wrong_in_words(kept: str) -> str:
    """What went wrong, from what is kept of it; what is unknown is marked, and stays as it was."""
    text = kept.removeprefix("WebhookFailed: ").removeprefix("DestinationRefused: ")
    if text in SAID:
        return str(SAID[text])
    if text.startswith("HTTP "):
        return labelled(_("The answer was"), text)
    fault = FAULT.match(f"{text} ")
    if fault is None:
        return text
    return str(FAULTS.get(fault["name"]) or labelled(_("Unexpected fault"), text))


def dropped_in_words(because: str) -> str:
    """Why a message was dropped: what a person wrote stands as it is."""
    return str(SAID.get(because, because))


def about(messages: Iterable[Message], standing: Standing) -> dict[int, Any]:
    """What each message is about: words, and a link where the reader may open it."""
    rows = list(messages)
    given = {row.subject for row in rows}
    known = {**subjects_of(given), **_substitutes(given)}
    opened = {
        **_documents(given, standing),
        **_services(given, standing),
        **_cases(known, standing),
    }
    told = {row.pk: Subject(_subject(row, known), opened.get(row.subject, "")) for row in rows}
    told |= _jobs(row for row in rows if row.channel == "job")
    return {pk: _linked(one) for pk, one in told.items()}


def recipients(messages: Iterable[Message]) -> dict[int, Any]:
    """Whom each message goes to: a person, or a webhook with its page."""
    rows = list(messages)
    keys = {row.pk: row.payload.get("webhook") for row in rows if row.channel == "webhook"}
    found = Webhook.objects.filter(pk__in=keys.values()) if keys else []
    hooks = {hook.pk: Subject(hook.name, reverse("webhook", args=[hook.pk])) for hook in found}
    return {
        row.pk: _linked(hooks[keys[row.pk]]) if keys.get(row.pk) in hooks else row.recipient or "–"
        for row in rows
    }


def _linked(one: Subject) -> str:
    return format_html('<a href="{}">{}</a>', one.url, one.name) if one.url else one.name


def _subject(row: Message, known: Mapping[str, Subject]) -> str:
    """The words of a message's subject; a number or a name is one already."""
    code = row.subject
    if code in known:
        return known[code].name
    if row.channel == "account_mail":
        return str(SUBJECTS.get(AccountMail(code), code)) if code in set(AccountMail) else code
    if row.channel == "summary" and "until" in row.payload:
        return date_format(day_of(datetime.fromisoformat(row.payload["until"])))
    return str(_("Trial")) if (row.channel, code) == ("webhook", "test") else code


def _substitutes(given: Iterable[str]) -> dict[str, Subject]:
    """Who stands in for whom, by the reference that mails about it have."""
    mark = "substitute/"
    wanted = {one: one.removeprefix(mark) for one in given if one.startswith(mark)}
    keys = {one: int(key) for one, key in wanted.items() if key.isdecimal()}
    if not keys:
        return {}
    rows = SigningSubstitute.objects.filter(pk__in=keys.values())
    names = dict(rows.values_list("pk", "substitute__person__name"))
    return {one: Subject(names[key]) for one, key in keys.items() if key in names}


def _jobs(rows: Iterable[Message]) -> dict[int, Subject]:
    """What work in the background does; whoever reads messages may open an import."""
    keys = {row.pk: row.payload.get("job") for row in rows}
    if not keys:
        return {}
    jobs = {job.pk: job for job in Job.objects.filter(pk__in=keys.values())}
    found = InventoryImport.objects.filter(number__in=[job.subject for job in jobs.values()])
    imports = dict(found.values_list("number", "public_id"))
    return {pk: _job(jobs[key], imports) for pk, key in keys.items() if key in jobs}


def _job(job: Job, imports: Mapping[str, UUID]) -> Subject:
    name = str(TASKS.get(job.task, job.task))
    if job.subject not in imports:
        return Subject(name)
    return Subject(labelled(name, job.subject), reverse("import", args=[imports[job.subject]]))


def _documents(given: Iterable[str], standing: Standing) -> dict[str, str]:
    found = queries.documents_for(standing).filter(number__in=given)
    return {one: reverse("document", args=[one]) for one in found.values_list("number", flat=True)}


def _services(given: Iterable[str], standing: Standing) -> dict[str, str]:
    found = queries.services_for(standing).filter(service_id__in=given)
    numbers = found.values_list("service_id", flat=True)
    return {one: reverse("service", args=[one]) for one in numbers}


def _cases(known: Iterable[str], standing: Standing) -> dict[str, str]:
    ids = [one for one in known if "/" not in one]
    if not ids:
        return {}
    found = CancellationCase.objects.filter(policy.visible_cases(standing), public_id__in=ids)
    keys = found.values_list("public_id", flat=True)
    return {str(key): reverse("cancellation", args=[key]) for key in keys}
