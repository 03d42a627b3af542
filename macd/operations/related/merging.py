"""What is asked in one request goes over to another, which then asks for both (rule 5)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries
from macd.amendments import first_free_line
from macd.conflicts import touched
from macd.kinds import rules_for
from macd.models import Document, Line, LineRelation, Wait
from macd.operations.claims.closing import let_go
from macd.operations.claims.holding import hold_services
from macd.operations.claims.taken import Taken
from macd.operations.filling.drafting import refreshed
from macd.operations.filling.versions import freeze_current, reprice
from macd.operations.recording import record_event
from macd.operations.related.amending import copy_line
from macd.refusals import StepDenied, Unsound
from macd.telling import BESIDE
from macd.vocabulary import Happening, SectionName, Status
from macd.wording import status_in_words
from macd.workflow import JOINABLE


def take_into(taken: Taken) -> dict[str, Any]:
    """The items go over to the request named in ``into``, and this one ends.

    Where both touch the same setting of one service, what is asked here is taken: it is what the
    person who puts them together looks at. Raises Unsound where none is named, StepDenied where
    the two cannot be one.
    """
    source, into = taken.document, taken.facts.get("into")
    if not isinstance(into, Document) or taken.by is None:
        raise Unsound(_("Choose the request with which it is put together."))
    target = queries.locked(into.pk)
    if why := why_apart(source, target, by=taken.by):
        raise StepDenied(why)
    made = _hand_over(source, target)
    _let_wait_for(target, instead_of=source)
    values = let_go(taken)
    _settle(target, at=taken.at)
    taken.recorded["into"] = target.number
    record_event(
        document=target,
        step=Happening.JOIN,
        at=taken.at,
        by=taken.by,
        actor=policy.acts_as(taken.by, taken.row, source),
        tell=BESIDE[Happening.JOIN],
        facts={"from": source.number, "lines": sorted(line.number for line in made)},
    )
    return values


def why_apart(source: Document, target: Document, *, by: Standing) -> str:
    """Why the items of one request cannot go over to another; empty where they can."""
    rules = rules_for(source.kind)
    if source.pk == target.pk or source.customer_id != target.customer_id:
        return _("Choose another request of the same company.")
    if rules is not rules_for(target.kind):
        return _("Requests of two kinds stay apart. Let one wait for the other, or withdraw one.")
    if not rules.joins or source.root_id or target.root_id:
        return _("These two stay apart. Let one wait for the other, or withdraw one.")
    if (source.office_id, source.to_office_id) != (target.office_id, target.to_office_id):
        return _("They are about different offices, so they stay apart.")
    return _why_closed(source, target, by=by)


def _why_closed(source: Document, target: Document, *, by: Standing) -> str:
    """Why one of the two takes no more changes, or none of this person."""
    for each in (source, target):
        if each.status not in JOINABLE:
            status = status_in_words(each.status, staff=by.is_staff)
            facts = {"number": each.number, "status": status}
            return _("%(number)s is “%(status)s” already, so its items stay as they are.") % facts
    side = policy.side_of(by, target)
    if side is None or SectionName.TECHNICAL not in policy.open_sections(target, side):
        return _("You cannot change %(number)s now.") % {"number": target.number}
    return ""


def _hand_over(source: Document, target: Document) -> list[Line]:
    """The lines of the target that hold what was asked; made anew, or the one on the service."""
    there = {(line.service_id, line.action): line for line in target.lines.all()}
    first = first_free_line(target)
    made: dict[int, Line] = {}
    for line in source.lines.all():
        known = there.get((line.service_id, line.action))
        if known is not None and line.service_id is not None:
            _add_wishes(known, line)
            made[line.pk] = known
        else:
            made[line.pk] = copy_line(line, target, number=first)
            first += 1
    LineRelation.objects.bulk_create(
        [
            LineRelation(
                customer_id=target.customer_id,
                line=made[each.line_id],
                other=made[each.other_id],
                relation=each.relation,
            )
            for each in LineRelation.objects.filter(line__in=made, other__in=made)
        ],
        ignore_conflicts=True,
    )
    return list(made.values())


def _add_wishes(known: Line, line: Line) -> None:
    """What one line changes of a service is changed by the other as well."""
    for code in touched(line):
        if code == "offering":
            known.offering_version = line.offering_version
        elif code == "quantity":
            known.quantity = line.quantity
        elif code in line.desired:
            known.desired[code] = line.desired[code]
        else:
            known.desired.pop(code, None)
    known.number_actions |= {e164: told for e164, told in line.number_actions.items() if told}
    known.number_details |= line.number_details
    known.save()


def _let_wait_for(target: Document, *, instead_of: Document) -> None:
    """Who waited for what goes over waits for where it went."""
    rows = Wait.objects.filter(other=instead_of).exclude(document=target)
    already = Wait.objects.filter(other=target).values("document")
    rows.exclude(document__in=already).update(other=target)
    Wait.objects.filter(document=target, other=instead_of).delete()


def _settle(target: Document, *, at: datetime) -> None:
    """Prices, hash and claims follow what is asked now."""
    fresh = queries.whole(target.pk)
    if fresh.status == Status.DRAFT:
        freeze_current(fresh, on=day_of(at))
        refreshed(fresh, at=at)
        return
    reprice(fresh, on=day_of(at))
    hold_services(refreshed(fresh, at=at), at=at)
