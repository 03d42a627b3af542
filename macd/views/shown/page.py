"""Everything the page of one document shows, read in a fixed number of queries."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from audit.checking import last_check
from macd import policy, queries
from macd.conflicts import conflicts_of
from macd.content import ordered_lines, totals
from macd.drift import Drift, drift_in
from macd.forms.steps import StepForm
from macd.kinds import rules_for
from macd.models import Comment, Document, DocumentEvent, FieldChange
from macd.printing import changes_between, term_sentence
from macd.views.common import new_key
from macd.views.shown import events, talk
from macd.views.shown.amending import amending_of
from macd.views.shown.ball import ball_of
from macd.views.shown.lines import items_of
from macd.views.shown.sections import sections_of
from macd.views.shown.steps import answer_row, decision_rows
from macd.views.shown.visit import crew_names
from macd.vocabulary import ChangeState, Happening, Purpose, Side, Status
from macd.wording import Row, in_one_line

RECENT = 12


def page_of(
    standing: Standing,
    document: Document,
    *,
    at: datetime,
    refused: StepForm | None = None,
    comment: dict[str, str] | None = None,
) -> dict[str, Any]:
    """The context of macd/document/page.html. ``refused`` is the form of a step that was not
    taken, ``comment`` the text and error of one that was not written."""
    _prefetch(document)
    on = day_of(at)
    history = list(queries.events_for(standing, document))
    comments = list(queries.comments_for(standing, document))
    side = policy.side_of(standing, document)
    lines = ordered_lines(document)
    items = items_of(standing, document, on=on, refused=refused)
    return {
        "document": document,
        "title": in_one_line(lines),
        "status_label": status_label(document),
        "ball": ball_of(standing, document),
        "milestones": events.milestones(document, history, on=on),
        "promised_late": events.is_late(document, on=on),
        "promise_history": events.promise_history(document),
        "items": items,
        "drift": _drift(standing, document, on=on),
        **amending_of(standing, document, items, on=on, refused=refused),
        "price": _price(document, at),
        "sections": sections_of(document, side=side, editable=policy.may_edit(standing, document)),
        "corrections": _corrections(document, history),
        "correct_url": _correct_url(standing, document),
        "suggestions": talk.suggestions_of(standing, document),
        "question": talk.question_in(comments) if _asks(document) else None,
        "answer": answer_row(standing, document, refused=refused),
        "steps": decision_rows(standing, document, refused=refused),
        "summary": _summary(document),
        "blocking": _blocking(standing, document),
        "conflicts": _conflicts(document),
        "files": _files(document),
        **_visits(standing, document),
        "timeline": events.timeline(document, history[:RECENT]),
        "last_check": last_check() if document.signed_at else None,
        "more_history": len(history) > RECENT,
        "idempotency_key": new_key(),
        "back_url": reverse(_back_to(standing)),
        **_comments(standing, document, comments, comment),
    }


def _visits(standing: Standing, document: Document) -> dict[str, Any]:
    """The visits that are not cancelled, and where another is planned by who may."""
    internal = policy.reads_internal(standing, document)
    may = bool(policy.visit_purposes(standing, document))
    return {
        "visits": [
            {
                "visit": visit,
                "url": visit.get_absolute_url() if internal else "",
                "crew": crew_names(visit) if internal else "",
            }
            for visit in queries.visits_of([document.pk])
        ],
        "visit_url": reverse("visit_new", args=[document.number]) if may else "",
    }


def status_label(document: Document) -> str:
    """The status as it is read, with the name, day or reason that belongs to it."""
    if document.status == Status.IN_REVIEW and document.account_manager:
        return _("%(name)s is completing it") % {"name": document.account_manager.name}
    if document.status == Status.IN_DELIVERY and document.committed_on:
        day = document.committed_on.strftime("%d/%m/%Y")
        return _("Planned for %(day)s") % {"day": day}
    if document.status == Status.ON_HOLD and document.waiting_for:
        return _("On hold: %(reason)s") % {"reason": document.waiting_for}
    return str(document.get_status_display())


def _summary(document: Document) -> str:
    """What the steps are about to act on."""
    if not document.version:
        return document.number
    facts = {"number": document.number, "version": document.version}
    return _("%(number)s, version %(version)s") % facts


def _prefetch(document: Document) -> None:
    changes = FieldChange.objects.select_related("by").filter(queries.worth_showing())
    prefetch_related_objects([document], Prefetch("field_changes", changes))


def _corrections(document: Document, history: list[DocumentEvent]) -> list[Row]:
    """What was corrected since the version in force was signed (decisions.md 31)."""
    corrected = any(event.step == Happening.CORRECT for event in history)
    if document.signed_at is None or not corrected:
        return []
    versions = document.versions.filter(number__gte=document.version).order_by("number")
    contents = [version.content for version in versions]
    return changes_between(contents[0], contents[-1])


def _correct_url(standing: Standing, document: Document) -> str:
    """Where one's own immaterial values are corrected; empty where there are none."""
    side = policy.may_correct(standing, document)
    fields = rules_for(document.kind).fields_for(document)
    if side is None or all(field.material or field.owner != side for field in fields):
        return ""
    return reverse("document_correct", args=[document.number])


def _asks(document: Document) -> bool:
    return bool(document.status == Status.AWAITING_CUSTOMER)


def _price(document: Document, at: datetime) -> dict[str, Any]:
    sums = totals(document)
    return {
        "before": sums["monthly_before"],
        "after": sums["monthly_after"],
        "difference": sums["monthly_difference"],
        "once": sums["once"],
        "term_sentence": term_sentence(document, on=day_of(at)),
        "estimate": document.signed_at is None,
    }


def _comments(
    standing: Standing,
    document: Document,
    comments: list[Comment],
    refused: dict[str, str] | None,
) -> dict[str, Any]:
    side = policy.comments_as(standing, document)
    other = settings.PROVIDER_NAME if side == Side.CUSTOMER else document.customer.legal_name
    return {
        "comments": talk.comments_shown(document, comments),
        "may_comment": side is not None,
        "may_write_internal": side == Side.PROVIDER,
        "audience_name": other,
        "comment_url": reverse("document_comment", args=[document.number]),
        "comment_text": (refused or {}).get("text", ""),
        "comment_error": (refused or {}).get("error", ""),
    }


def _blocking(standing: Standing, document: Document) -> list[dict[str, str]]:
    """What stands in the way of approval, for who approves."""
    if document.status != Status.IN_REVIEW or policy.side_of(standing, document) != Side.PROVIDER:
        return []
    found = [
        {
            "message": str(problem.message),
            "url": "#files" if problem.path == "files" else f"#section-{problem.section}",
            "url_label": _("Look at it"),
        }
        for problem in rules_for(document.kind).missing(document)
    ]
    if any(c.state == ChangeState.PROPOSED for c in document.field_changes.all()):
        message = _("A suggestion is still open. Wait for its answer, or take it back.")
        found.append({"message": message, "url": "#suggestions", "url_label": _("Look at it")})
    return found


def _drift(standing: Standing, document: Document, *, on: date) -> list[Drift]:
    """What changed in the inventory since it was frozen, for who can take it over (rule 7)."""
    if document.submitted_at is None or not policy.may_edit(standing, document):
        return []
    return drift_in(document, on=on)


def _conflicts(document: Document) -> list[dict[str, Any]]:
    if document.is_final:
        return []
    return [
        {
            "text": _("%(other)s is open on the same service: %(service)s.")
            % {"other": other, "service": line.service},
            "other": other,
        }
        for line, other in conflicts_of(document, ordered_lines(document))
    ]


def _files(document: Document) -> dict[str, Any]:
    """Which files of which versions there are to take along."""
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
        "preview": bool(previews and document.approved_at and not document.signed_at),
        "preview_ready": bool(previews and previews[0].stored_file_id),
    }


def _back_to(standing: Standing) -> str:
    if policy.is_account_manager(standing):
        return "inbox"
    return "operations" if policy.is_operations(standing) else "documents"
