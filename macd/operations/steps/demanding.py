"""What a step demands of the document beside the right to take it."""

from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.clock import day_of
from macd import queries
from macd.amendments import lines_in_force
from macd.kinds import Problem, problems_of, rules_for
from macd.models import Line
from macd.operations.claims.taken import Taken
from macd.operations.company.rule import rule_for
from macd.operations.filling.versions import drifted, rehash
from macd.operations.related.waiting import awaited_by
from macd.operations.steps.rendering import is_sealed
from macd.refusals import Stale, StepDenied, Unsound
from macd.vocabulary import Action, Demand, LineStatus, Side
from macd.workflow import AGREED, LINE_FINAL, NOT_SENT


def check_demands(taken: Taken) -> None:
    """Refuse the step unless the document meets what its row demands. Raises StepDenied."""
    for demand in Demand:
        if demand in taken.row.demand:
            CHECKS[demand](taken)


def _sound(taken: Taken) -> None:
    document = taken.document
    rules = rules_for(document.kind)
    found = problems_of(document, on=day_of(taken.at))
    if document.status in NOT_SENT:
        found += rules.missing(document, side=Side.CUSTOMER)
    if found:
        raise Unsound(_("This cannot be sent yet. Look at what is marked."), problems=found)


def _company(taken: Taken) -> None:
    """What the company agreed with itself, before it reaches the provider."""
    rule = rule_for(taken.document, by=taken.by)
    if rule is None:
        return
    named = rule.approver.person.name if rule.approver else _("a signatory or administrator")
    raise Unsound(
        _("Your company agreed that %(name)s agrees first above %(amount)s a month. Ask them.")
        % {"name": named, "amount": f"€ {number_format(rule.over, 2)}"}
    )


def _complete(taken: Taken) -> None:
    missing = list(rules_for(taken.document.kind).missing(taken.document))
    if missing:
        raise Unsound(_("Some sections are not complete yet."), problems=missing)


def _reason(taken: Taken) -> None:
    if not taken.note:
        raise Unsound(
            _("Say why in a few words."), problems=[Problem("note", _("Say why in a few words."))]
        )


def _origin(taken: Taken) -> None:
    document = taken.document
    if not (document.asked_by and document.asked_channel and document.received_on):
        raise Unsound(
            _("Record who asked, how, and when it was received."),
            problems=[Problem("asked_by", _("Record who asked, how, and when it was received."))],
        )


def _agreed(taken: Taken) -> None:
    if queries.open_proposals(taken.document).exists():
        raise Unsound(_("A suggestion is still open. Wait for its answer, or take it back."))


def _unchanged(taken: Taken) -> None:
    moved = drifted(taken.document, on=day_of(taken.at))
    if moved:
        raise StepDenied(
            _(
                "What is installed has changed since this was written: %(services)s."
                " It must be taken over in the review before this goes on."
            )
            % {"services": ", ".join(str(line.service) for line in moved)},
            problems=[
                Problem(
                    f"line.{line.number}",
                    _("%(service)s has changed since this was written. Take it over first.")
                    % {"service": line.service},
                )
                for line in moved
            ],
        )


def _seen(taken: Taken) -> None:
    """Rule 12: the word is given on exactly what was on the screen.

    What is agreed already is its frozen version: a name that changed elsewhere meanwhile does not
    change what was approved.
    """
    document = taken.document
    agreed = document.status in AGREED
    now = document.content_hash if agreed else rehash(document)[1]
    if taken.seen != now:
        raise Stale(_("The content changed while you were looking. Read it again."))


def _sealed(taken: Taken) -> None:
    if not is_sealed(taken.document):
        raise StepDenied(_("The sealed document is not there yet."))


def _no_delete(taken: Taken) -> None:
    if not rules_for(taken.document.kind).may_lapse:
        raise StepDenied(_("This request does not end by waiting."))


def _all_held(taken: Taken) -> None:
    """One held item never holds the others (domain.md §3)."""
    going_on = [
        line
        for line in taken.document.lines.all()
        if line.status not in LINE_FINAL and line.status != LineStatus.HELD
    ]
    if going_on:
        message = _("Item %(number)s goes on. Put each open item on hold first.")
        number = going_on[0].number
        raise StepDenied(
            message % {"number": number},
            problems=[Problem(f"line.{number}", message % {"number": number})],
        )


def _not_passed(taken: Taken) -> None:
    """Rule 18: before the point of no return of every open line, its amendments' too."""
    on = day_of(taken.at)
    for line in lines_in_force(taken.document):
        # What stays as it is was done when delivery began, and stays so.
        if line.action == Action.NO_CHANGE or (taken.document.root_id and not _own(taken, line)):
            continue
        done = line.status in (LineStatus.DELIVERED, LineStatus.COMPLETED)
        if done or (line.no_return_on is not None and on > line.no_return_on):
            message = _(
                "Item %(number)s can no longer be withdrawn. Withdraw the other items one by one."
            ) % {"number": line.number}
            raise StepDenied(message, problems=[Problem(f"line.{line.number}", message)])


def _not_stopped(taken: Taken) -> None:
    """Rule 59: what finance stops, because its customer leaves, is not agreed any more."""
    for line in taken.document.lines.all():
        if line.stops_with:
            message = _(
                "Item %(number)s stops, because the company leaves. Take it out, or ask finance."
            ) % {"number": line.number}
            raise StepDenied(message, problems=[Problem(f"line.{line.number}", message)])


def _own(taken: Taken, line: Line) -> bool:
    return bool(line.document_id == taken.document.pk)


def _in_turn(taken: Taken) -> None:
    """Rule 5: what waits for another request is approved after it."""
    if others := awaited_by(taken.document):
        raise StepDenied(
            _("This waits for %(others)s. Approve it once that has ended, or wait no longer.")
            % {"others": ", ".join(others)}
        )


CHECKS: dict[Demand, Callable[[Taken], None]] = {
    Demand.SOUND: _sound,
    Demand.COMPANY: _company,
    Demand.COMPLETE: _complete,
    Demand.REASON: _reason,
    Demand.ORIGIN: _origin,
    Demand.AGREED: _agreed,
    Demand.UNCHANGED: _unchanged,
    Demand.SEEN: _seen,
    Demand.SEALED: _sealed,
    Demand.NO_DELETE: _no_delete,
    Demand.ALL_HELD: _all_held,
    Demand.NOT_STOPPED: _not_stopped,
    Demand.NOT_PASSED: _not_passed,
    Demand.IN_TURN: _in_turn,
}
