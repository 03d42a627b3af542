"""Correcting what is immaterial after approval: a new version, no new word (decisions.md 31)."""

from collections.abc import Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import amendments, policy, queries
from macd.canonical import hash_of
from macd.content import line_content
from macd.fields import Place, find_place, plain
from macd.kinds import Problem, Unfit, rules_for
from macd.models import Document, DocumentVersion, FieldChange
from macd.operations.delivery.porting import ask_again
from macd.operations.recording import record_event
from macd.operations.steps.rendering import owe_preview
from macd.refusals import NotPermitted, Unsound
from macd.telling import BESIDE
from macd.vocabulary import Actor, ChangeState, Happening, Side, Status
from macd.workflow import LINE_FINAL

SPEAKS_AS = {Side.CUSTOMER: Actor.REQUESTER, Side.PROVIDER: Actor.ACCOUNT_MANAGER}


@transaction.atomic
def correct_fields(
    *, document: Document, values: Mapping[str, Any], by: Standing, at: datetime
) -> Document:
    """Write immaterial values of one's own side at their paths, once the content is agreed.

    Approvals and signatures stand. The correction is a version of its own: nothing in it differs
    from the one before but what was corrected. Before signature it is the version to be signed;
    after it the signed version stays in force with its hash, and the correction is listed beside
    it. Everybody concerned is told. Raises NotPermitted, or Unsound naming every field that may
    not be corrected, does not fit or may not be left out.
    """
    now = queries.locked(document.pk)
    side = policy.may_correct(by, now)
    if side is None:
        raise NotPermitted(_("You cannot change this request."))
    changes = _fitted(now, values, side)
    if not changes:
        return now
    version = _version_after(now, changes, at=at)
    for place, value in changes:
        FieldChange.objects.create(
            customer_id=now.customer_id,
            document=now,
            path=place.path,
            before=place.value,
            after=value,
            side=side,
            by_id=by.person_id,
            at=at,
            version=version.number,
            state=ChangeState.APPLIED,
        )
        place.write(value)
    _refuse_gaps(now, changes, at=at)
    _take_into_force(now, version, at=at)
    record_event(
        document=now,
        step=Happening.CORRECT,
        at=at,
        by=by,
        actor=SPEAKS_AS[side],
        tell=BESIDE[Happening.CORRECT],
        facts={"paths": [place.path for place, _value in changes], "version": version.number},
    )
    corrected = {int(p.path.split(".")[1]) for p, _v in changes if p.path.startswith("line.")}
    ask_again(document=now, numbers=corrected, by=by, at=at)
    return queries.whole(now.pk)


def _fitted(document: Document, values: Mapping[str, Any], side: Side) -> list[tuple[Place, Any]]:
    """The places that really change with their checked values. Raises Unsound naming all others."""
    changes: list[tuple[Place, Any]] = []
    problems: list[Problem] = []
    for path, raw in values.items():
        place = find_place(document, path)
        if place is None or place.owner != side or _is_done(document, path):
            problems.append(Problem(path, _("This cannot be changed now.")))
        elif place.material:
            message = _("This was agreed. Changing it needs a new approval and signature.")
            problems.append(Problem(path, message, place.section.value))
        else:
            try:
                value = place.fit(raw)
            except Unfit as unfit:
                problems.append(Problem(path, str(unfit), place.section.value))
                continue
            if value != place.value:
                changes.append((place, value))
    if problems:
        raise Unsound(_("Some values do not fit. Look at what is marked."), problems=problems)
    return changes


def _refuse_gaps(document: Document, changes: list[tuple[Place, Any]], *, at: datetime) -> None:
    """What had to be said before it was agreed is corrected, not taken away. Raises Unsound."""
    emptied = {place.path for place, value in changes if plain(value) is None}
    if not emptied:
        return
    rules = rules_for(document.kind)
    asked = [*rules.missing(document), *rules.problems(document, on=day_of(at))]
    if problems := [problem for problem in asked if problem.path in emptied]:
        raise Unsound(_("Some values do not fit. Look at what is marked."), problems=problems)


def _is_done(document: Document, path: str) -> bool:
    """Whether a path is of an item to which nothing can happen any more."""
    name, _dot, rest = path.partition(".")
    number = rest.partition(".")[0]
    return name == "line" and any(
        str(line.number) == number and line.status in LINE_FINAL for line in document.lines.all()
    )


def _version_after(
    document: Document, changes: list[tuple[Place, Any]], *, at: datetime
) -> DocumentVersion:
    """The version that follows the last one: its content, with what was corrected in place."""
    last = document.versions.order_by("-number")[0]
    content = deepcopy(last.content)
    for place, value in changes:
        _put(document, content, place.path, value)
    return DocumentVersion.objects.create(
        customer_id=document.customer_id,
        document=document,
        number=amendments.first_free(document),
        content=content,
        content_hash=hash_of(content),
        created_at=at,
    )


def _put(document: Document, content: dict[str, Any], path: str, value: Any) -> None:
    """Write one value where the content has it."""
    field = rules_for(document.kind).field(path)
    if field is not None and field.column:
        content[field.column] = value if value is not None else ""
    elif field is not None:
        section = content["sections"].setdefault(field.section.value, {})
        section.pop(field.code, None)
        if value is not None:
            section[field.code] = value
    else:
        _put_setting(document, content, path, value)


def _put_setting(document: Document, content: dict[str, Any], path: str, value: Any) -> None:
    """Write one setting of an item, or what is said of its numbers, in code and in words."""
    _line, number, part, code = path.split(".")
    line = next(line for line in document.lines.all() if str(line.number) == number)
    told = next(told for told in content["lines"] if str(told["number"]) == number)
    if part == "port":
        told["port_in"] = {**told.get("port_in", {}), code: value}
        return
    line.desired = {**line.desired, code: value}
    said = line_content(line, document.language)
    words = {each["code"]: each for each in said["settings"]}
    told["desired"] = {**told["desired"], code: value}
    told["settings"] = [
        words[each["code"]] if each["code"] == code else each for each in told["settings"]
    ]


def _take_into_force(document: Document, version: DocumentVersion, *, at: datetime) -> None:
    """Before signature the correction is what will be signed; after it the signed version stays."""
    if document.signed_at is not None:
        document.write(at=at)
        return
    document.write(at=at, version=version.number, content_hash=version.content_hash)
    if document.status == Status.AWAITING_SIGNATURE:
        owe_preview(document=document, version=version, at=at)
