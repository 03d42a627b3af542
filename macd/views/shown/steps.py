"""The steps that a person may take now, as the decision bar shows them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.standing import Standing
from macd import policy, queries
from macd.forms.steps import StepForm, form_for
from macd.models import Document
from macd.views.shown.told import told_by
from macd.vocabulary import Action, Demand, LineStatus, Step
from macd.workflow import LINE_FINAL, T

PRIMARY = (
    Step.TAKE_UP,
    Step.AGREE,
    Step.APPROVE,
    Step.CONFIRM,
    Step.SIGN,
    Step.SUBMIT,
    Step.START_REVIEW,
    Step.RESUME,
    Step.GRANT_WITHDRAWAL,
    Step.CLOSE_WITHDRAWN,
)
LAST = (Step.WITHDRAW, Step.REJECT, Step.REFUSE, Step.DECLINE, Step.DISCARD)
# Taken on a page of their own, where what is sent or signed is read first.
ELSEWHERE = {
    Step.SIGN: "document_sign",
    Step.SUBMIT: "document_check",
    Step.START_REVIEW: "document_check",
}
DONE = (LineStatus.DELIVERED, LineStatus.COMPLETED)
# Taken in place, beside what they are about.
IN_PLACE = frozenset({Step.ANSWER})
# What cannot be brought back asks once more, though it asks nothing else.
CONFIRMED = frozenset({Step.DISCARD})
# Taken where both requests are seen.
BESIDE = frozenset({Step.MERGE})
TESTIDS = {Step.ASK: "ask-customer"}
# Keys of a desk (docs/design.md).
KEYS = {
    Step.TAKE_UP: "t",
    Step.APPROVE: "a",
    Step.CONFIRM: "a",
    Step.RETURN: "r",
    Step.ASK: "q",
}
# Where the account manager chooses among words that are kept.
WITH_READY_WORDS = frozenset({Step.ASK, Step.RETURN, Step.REJECT, Step.REFUSE})
EXPLANATIONS: dict[Step, Any] = {
    Step.ASK: gettext_lazy("The customer gets a mail and answers on this page."),
    Step.RETURN: gettext_lazy("The customer fills in the parts that you name, and no others."),
    Step.REJECT: gettext_lazy("The request ends here. The customer reads your reason."),
    Step.REFUSE: gettext_lazy("The request ends here. Name the reason and what is possible."),
    Step.DISCARD: gettext_lazy(
        "The draft ends here, for your colleagues too. What was filled in cannot be taken up again."
    ),
    Step.DECLINE: gettext_lazy("Your account manager reads why, and changes the request."),
    Step.WITHDRAW: gettext_lazy("The request is not carried out. The services stay as they are."),
    Step.REVISE: gettext_lazy("The approval no longer holds; the customer reads why."),
}


def decision_rows(
    standing: Standing, document: Document, *, refused: StepForm | None = None
) -> list[dict[str, Any]]:
    """Rows of components/step_button.html, the primary one first, what ends it last."""
    rows = [
        row
        for row in queries.steps_for(standing, document)
        if row.step not in IN_PLACE | BESIDE and not _waits_for_items(document, row)
    ]
    rows.sort(key=lambda row: (row.step not in PRIMARY, row.step in LAST))
    shown = [_row(standing, document, row, refused) for row in rows]
    primary = [row for row in shown if row["tone"] == "primary"]
    for extra in primary[1:]:
        extra["tone"] = "secondary"
    return shown


def answer_row(
    standing: Standing, document: Document, *, refused: StepForm | None = None
) -> dict[str, Any] | None:
    """The answer to an open question, where this person may give it."""
    return _first(standing, document, IN_PLACE, refused)


def discard_row(standing: Standing, document: Document) -> dict[str, Any] | None:
    """How a draft is thrown away, where this person may."""
    return _first(standing, document, CONFIRMED, None)


def _first(
    standing: Standing, document: Document, steps: frozenset[Step], refused: StepForm | None
) -> dict[str, Any] | None:
    rows = [row for row in queries.steps_for(standing, document) if row.step in steps]
    return _row(standing, document, rows[0], refused) if rows else None


def _row(
    standing: Standing, document: Document, row: T, refused: StepForm | None
) -> dict[str, Any]:
    form = form_for(row, document=document)
    if refused is not None and refused.auto_id == form.auto_id:
        form = refused
    page = ELSEWHERE.get(row.step, "")
    return {
        "step": row.step,
        "label": row.step.label,
        "url": reverse("document_step", args=[document.number, row.step]),
        "link": reverse(page, args=[document.number]) if page else "",
        "testid": TESTIDS.get(row.step, row.step.value.replace("_", "-")),
        "tone": _tone(row.step),
        "key": KEYS.get(row.step, ""),
        "form": form if form.fields or row.step in CONFIRMED else None,
        "open": form.is_bound,
        "explanation": _explanation(document, row.step),
        "words_url": _words_url(document, row.step),
        "tells": told_by(row, document, person_id=standing.person_id),
        "denied": _denied(standing, document, row),
    }


def _waits_for_items(document: Document, row: T) -> bool:
    """Whether a step on the whole is none yet: each item is put on hold by itself before it."""
    return Demand.ALL_HELD in row.demand and any(
        line.status not in LINE_FINAL and line.status != LineStatus.HELD
        for line in document.lines.all()
    )


def _words_url(document: Document, step: Step) -> str:
    if step not in WITH_READY_WORDS:
        return ""
    return f"{reverse('document_replies', args=[document.number])}?step={step}"


def _explanation(document: Document, step: Step) -> Any:
    if step == Step.WITHDRAW and document.finding:
        return _("The item is withdrawn free of charge, and what cannot work without it.")
    return EXPLANATIONS.get(step, "")


def _tone(step: Step) -> str:
    if step in PRIMARY:
        return "primary"
    return "danger" if step in LAST else "secondary"


def _denied(standing: Standing, document: Document, row: T) -> str:
    second = row.step == Step.CONFIRM
    if second and not policy.may_approve_second(standing, document):
        return _("You approved this first. Somebody else approves it as second.")
    asked = [line for line in document.lines.all() if line.action != Action.NO_CHANGE]
    there = bool(asked) and all(line.status in DONE for line in asked)
    if Demand.NOT_PASSED in row.demand and there:
        return _("Everything is delivered. Report a defect, or start a new request.")
    return ""


def summary_of(document: Document) -> str:
    """What the steps are about to act on."""
    if not document.version:
        return document.number
    facts = {"number": document.number, "version": document.version}
    return _("%(number)s, version %(version)s") % facts
