"""Everything the page of one document shows, read in a fixed number of queries."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from audit.checking import last_check
from macd import policy, queries
from macd.content import ordered_lines, totals
from macd.forms.steps import StepForm
from macd.kinds import rules_for
from macd.kinds.urgency import why_urgent
from macd.models import Document, DocumentEvent, Line
from macd.printing import changes_on_screen, offer_valid_until, term_sentence
from macd.views.common import new_key
from macd.views.shown import events, talk
from macd.views.shown.amending import amending_of
from macd.views.shown.ball import ball_of, ended_label, how_of, status_label
from macd.views.shown.bound import bound_of
from macd.views.shown.folding import EVERYTHING, folded_items, whole_items
from macd.views.shown.hindering import blocking_of, drift_for
from macd.views.shown.lines import items_of, office_of
from macd.views.shown.meaning import first_month_facts, stop_facts
from macd.views.shown.overlaps import overlaps_of
from macd.views.shown.sections import sections_of
from macd.views.shown.steps import answer_row, decision_rows, summary_of
from macd.views.shown.visit import crew_names
from macd.vocabulary import Action, Happening, Purpose, SectionName, Side, Status, Step
from macd.wording import Row, title_of

RECENT = 12
# So long a page looks by itself whether a file is made, which takes some seconds.
SOON = timedelta(minutes=5)
WITHDRAWALS = frozenset({Step.WITHDRAW, Step.CLOSE_WITHDRAWN})


def page_of(
    standing: Standing,
    document: Document,
    *,
    at: datetime,
    refused: StepForm | None = None,
    comment: dict[str, str] | None = None,
    wanted: str = "",
) -> dict[str, Any]:
    """The context of macd/document/page.html. ``refused`` is the form of a step that was not
    taken, ``comment`` the text and error of one that was not written; ``wanted`` says which
    items of a long request are shown whole."""
    talk.read_changes(document)
    on = day_of(at)
    history = list(queries.events_for(standing, document))
    written = document.may_have("comments")
    comments = list(queries.comments_for(standing, document)) if written else []
    side = policy.side_of(standing, document)
    ball = ball_of(standing, document)
    whole = whole_items(document, EVERYTHING if refused else wanted)
    items = items_of(standing, document, on=on, refused=refused, only=whole)
    items = events.with_reasons(items, history)
    return {
        "document": document,
        "title": title_of(document),
        "status_label": _closed_label(document, history) or status_label(document, standing),
        "office": office_of(document),
        "ball": ball,
        "how": how_of(ball, document, items),
        "urgent": why_urgent(document),
        "milestones": events.milestones(document, history, on=on),
        "done": events.done_of(document),
        "promised_late": events.is_late(document, on=on),
        "promise_history": events.promise_history(document),
        "items": items,
        "decide_url": _decide_url(standing, document),
        **folded_items(document, whole),
        "drift": drift_for(standing, document, on=on),
        **amending_of(standing, document, items, on=on, refused=refused),
        "price": _price(standing, document, at),
        "price_facts": _price_facts(document, on=on),
        "sections": sections_of(
            document,
            side=side if side or standing.is_staff else Side.CUSTOMER,
            editable=policy.may_edit(standing, document),
        ),
        "corrections": _corrections(document, history),
        "correct_url": _correct_url(standing, document),
        "suggestions": talk.suggestions_of(standing, document),
        "question": talk.question_in(comments) if _asks(document) else None,
        "answer": answer_row(standing, document, refused=refused),
        "steps": decision_rows(standing, document, refused=refused),
        "summary": summary_of(document),
        "blocking": blocking_of(standing, document, on=on),
        **overlaps_of(standing, document),
        "bound": bound_of(standing, document),
        "files": {**files_of(document, at), "added_url": _added_url(standing, document)},
        **_visits(standing, document),
        "timeline": events.timeline(
            document,
            events.shortened(history)[:RECENT],
            internal=policy.reads_internal(standing, document),
        ),
        "last_check": last_check() if document.signed_at else None,
        "more_history": len(history) > RECENT,
        "same_url": _same_url(standing, document, ordered_lines(document)),
        "idempotency_key": new_key(),
        "back_url": reverse(_back_to(standing)),
        **talk.comment_parts(standing, document, comments, comment),
    }


def _price_facts(document: Document, *, on: date) -> list[dict[str, Any]]:
    """Until it is done: from when what stops is not paid any more, and what the month costs."""
    if document.completed_on is not None:
        return []
    return [*stop_facts(document, on=on), *first_month_facts(document, on=on)]


def _visits(standing: Standing, document: Document) -> dict[str, Any]:
    """The visits that are not cancelled, and where another is planned by who may."""
    internal = policy.reads_internal(standing, document)
    may = bool(policy.visit_purposes(standing, document))
    there = queries.visits_of([document.pk]) if document.may_have("visits") else ()
    return {
        "visits": [
            {
                "visit": visit,
                "url": visit.get_absolute_url() if internal else "",
                "crew": crew_names(visit) if internal else "",
            }
            for visit in there
        ],
        "visit_url": reverse("visit_new", args=[document.number]) if may else "",
    }


def _closed_label(document: Document, history: list[DocumentEvent]) -> str:
    """Of one that was withdrawn or discarded, that it was; others are closed otherwise."""
    if document.status not in (Status.CANCELLED, Status.EXPIRED):
        return ""
    last = next((event.step for event in history if event.to_status == document.status), "")
    return _("Withdrawn") if last in WITHDRAWALS else ended_label(document, last)


def _corrections(document: Document, history: list[DocumentEvent]) -> list[Row]:
    """What was corrected since the version in force was signed (decisions.md 31)."""
    corrected = any(event.step == Happening.CORRECT for event in history)
    if document.signed_at is None or not corrected:
        return []
    versions = document.versions.filter(number__gte=document.version).order_by("number")
    contents = [version.content for version in versions]
    return changes_on_screen(document, contents[0], contents[-1])


def _correct_url(standing: Standing, document: Document) -> str:
    """Where one's own immaterial values are corrected; empty where there are none."""
    side = policy.may_correct(standing, document)
    fields = rules_for(document.kind).fields_for(document)
    if side is None or all(field.material or field.owner != side for field in fields):
        return ""
    return reverse("document_correct", args=[document.number])


def _asks(document: Document) -> bool:
    return bool(document.status == Status.AWAITING_CUSTOMER)


def _price(standing: Standing, document: Document, at: datetime) -> dict[str, Any]:
    sums = totals(document)
    return {
        "before": sums["monthly_before"],
        "after": sums["monthly_after"],
        "difference": Decimal(sums["monthly_difference"]),
        "once": sums["once"],
        "term_sentence": term_sentence(document, on=day_of(at)),
        "estimate": document.approved_at is None and document.signed_at is None,
        "valid_until": offer_valid_until(document, at=at) if _is_offered(document) else None,
    }


def _is_offered(document: Document) -> bool:
    """Whether its price can be signed now, and until when is said (rule 24)."""
    return bool(document.status == Status.AWAITING_SIGNATURE and document.approved_at)


def files_of(document: Document, at: datetime) -> dict[str, Any]:
    """Which files of which versions there are to take along; whether one is there any moment."""
    if document.approved_at is None and document.signed_at is None:
        return {"sealed": [], "seal_owed": False, "preview": False, "preview_ready": False}
    rows = (
        document.renderings.select_related("version")
        .defer("render_input", "version__content")
        .order_by("-version__number")
    )
    sealed = [row for row in rows if row.purpose == Purpose.SEALED]
    previews = [row for row in rows if row.purpose == Purpose.PREVIEW]
    return {
        "sealed": [row for row in sealed if row.stored_file_id],
        "seal_owed": any(not row.stored_file_id for row in sealed),
        "soon": any(not row.stored_file_id and at < row.owed_at + SOON for row in rows),
        "preview": bool(previews and document.approved_at and not document.signed_at),
        "preview_ready": bool(previews and previews[0].stored_file_id),
    }


def _added_url(standing: Standing, document: Document) -> str:
    """Where the files are that were added; empty where there are none, and none can be added."""
    if not (document.may_have("files") or policy.may_add_file(standing, document)):
        return ""
    return reverse("document_files", args=[document.number])


def _back_to(standing: Standing) -> str:
    if policy.is_account_manager(standing):
        return "inbox"
    return "operations" if policy.is_operations(standing) else "documents"


def _decide_url(standing: Standing, document: Document) -> str:
    """Where what becomes of each service is changed, or another decision suggested."""
    decides = any(line.decision for line in document.lines.all())
    if not decides or SectionName.TECHNICAL not in policy.may_edit(standing, document):
        return ""
    return reverse("document_fill", args=[document.number, "services"])


def _same_url(standing: Standing, document: Document, lines: Sequence[Line]) -> str:
    """Where the customer asks the same for another office; empty where nothing is added."""
    adds = any(line.action == Action.ADD and not line.decision for line in lines)
    may = policy.may_start(standing, document.customer_id)
    if not (adds and may and document.submitted_at):
        return ""
    return reverse("document_same", args=[document.number])
