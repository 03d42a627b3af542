"""A visit as its page tells it: where, whom to call, how to get in, what to do, what next."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy, queries, visiting
from macd.fieldwork import VisitOutcome, VisitPurpose
from macd.forms.steps import StepForm
from macd.forms.visits import CancelForm, CloseForm, CrewFields, CrewForm, MoveForm
from macd.kinds import rules_for
from macd.labels import labelled
from macd.models import Appointment, Document, Line
from macd.views.common import new_key
from macd.views.shown.lines import item_of
from offices.models import ContactRole
from offices.regions import NAMES, region_of

FORMS: dict[str, type[StepForm]] = {
    "close": CloseForm,
    "crew": CrewForm,
    "move": MoveForm,
    "cancel": CancelForm,
}
LABELS: dict[str, Any] = {
    "close": gettext_lazy("Record how it ended"),
    "crew": gettext_lazy("Say who goes there"),
    "move": gettext_lazy("Move the visit"),
    "cancel": gettext_lazy("Cancel the visit"),
}

# After these somebody goes there once more.
UNFINISHED = (VisitOutcome.PARTLY, VisitOutcome.FAILED)


def form_of(what: str, visit: Appointment, data: Mapping[str, Any] | None = None) -> StepForm:
    """One of the forms of a visit, filled with what holds now."""
    form = FORMS[what](data, step=what, name=f"visit_{what}")
    if isinstance(form, CrewFields):
        form.offer(policy.crews(), policy.technicians())
        form.initial = {
            "team": visit.team_id,
            "technicians": [row.technician_id for row in visit.technicians.all()],
        }
    if what == "move":
        form.initial = {"half": visit.half}
    return form


def visit_page(
    standing: Standing, visit: Appointment, *, at: datetime, refused: StepForm | None = None
) -> dict[str, Any]:
    """The context of macd/field/visit.html; ``refused`` goes back with its errors."""
    document, office = visit.document, visit.office
    # Who reads no work list, as finance, comes from the request.
    from_calendar = policy.reads_work(standing)
    return {
        "visit": visit,
        "document": document,
        "back_url": reverse("calendar") if from_calendar else document.get_absolute_url(),
        "back_label": _("Calendar") if from_calendar else document.number,
        "slot": visiting.slot_of(visit.day, visit.half),
        "crew": crew_names(visit),
        "region": NAMES[region_of(postcode=office.postcode, country=office.country)],
        "contacts": _contacts(visit),
        "access": _access(visit),
        **_once_more(standing, visit),
        "items": _items(standing, visit, at),
        "files": list(document.attachments.order_by("-id")),
        "sealed": document.signed_at is not None,
        "actions": _actions(standing, visit, at, refused),
        "idempotency_key": new_key(),
    }


def crew_names(visit: Appointment) -> str:
    """Who goes there, in one line; empty where nobody is named."""
    names = [row.technician.name for row in visit.technicians.all()]
    people = ", ".join(sorted(names))
    return labelled(visit.team.name, people) if visit.team and people else people


def _contacts(visit: Appointment) -> list[dict[str, str]]:
    """Who is there, first as this request says, then as the office does, then who is asked."""
    name, mobile = _contact_of(visit)
    found = []
    if name or mobile:
        found.append({"name": name, "role": _("On site, for this request"), "mobile": mobile})
    found += [
        {
            "name": contact.name,
            "role": contact.get_role_display(),
            "phone": _dialled(contact.phone),
            "mobile": _dialled(contact.mobile),
        }
        for contact in visit.office.contacts.all()
        if contact.role != ContactRole.FINANCIAL
        and (contact.name, _dialled(contact.mobile)) != (name, mobile)
    ]
    manager = visit.document.account_manager
    if manager is not None:
        role = _("Account manager")
        found.append({"name": manager.name, "role": role, "phone": _dialled(manager.phone)})
    return found


def _contact_of(visit: Appointment) -> tuple[str, str]:
    """Name and mobile number that the document gives for the place of a visit."""
    sites = visiting.sites_of(visit.document)
    old = "old_" if visit.purpose == VisitPurpose.PICK_UP and "old_contact_name" in sites else ""
    name, mobile = sites.get(f"{old}contact_name"), sites.get(f"{old}contact_mobile")
    return str(name or ""), _dialled(str(mobile or ""))


def _dialled(number: str) -> str:
    """A number as a telephone dials it."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")


def _access(visit: Appointment) -> list[dict[str, str]]:
    """How to get in and what to beware of; what nobody said is asked for."""
    document, sites = visit.document, visiting.sites_of(visit.document)
    notes = [sites.get("access_notes"), visit.office.access_notes]
    rows = [
        (_("Hours of access"), visiting.access_hours(document, visit.office)),
        (_("How to get in"), "\n".join(dict.fromkeys(str(note) for note in notes if note))),
        (_("Beware of"), str(sites.get("hazards") or "")),
        *_checklist(document, sites),
    ]
    missing = _("Nobody said. Ask the contact before you leave.")
    return [
        {"label": label, "value": value, "missing": "" if value else missing}
        for label, value in rows
    ]


def _checklist(document: Document, sites: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What else a move says of the sites, where it is said."""
    told = {"access_hours", "access_notes", "hazards"}
    return [
        (str(field.label), field.shown(sites[field.code]))
        for field in rules_for(document.kind).fields_for(document)
        if field.section == "sites"
        and field.code not in told
        and "contact" not in field.code
        and sites.get(field.code)
    ]


def _once_more(standing: Standing, visit: Appointment) -> dict[str, Any]:
    """After a visit that left something undone: the one that follows it, or where to plan it."""
    if visit.outcome not in UNFINISHED:
        return {}
    document = visit.document
    for other in queries.visits_of([document.pk]):
        if other.is_open and other.office_id == visit.office_id:
            return {"next_visit": other}
    undone = next((line for line in _lines(visit) if not line.is_final), None)
    if undone is None or visit.purpose not in policy.visit_purposes(standing, document):
        return {}
    return {"plan_url": f"{reverse('visit_new', args=[document.number])}?line={undone.number}"}


def _lines(visit: Appointment) -> list[Line]:
    """What the visit is for."""
    document, purpose = visit.document, visit.purpose
    lines = (
        [line for line in document.lines.all() if line.action != "no_change"]
        if purpose == VisitPurpose.SURVEY
        else visiting.lines_at(document, visit.office_id, purpose)
    )
    return [line for line in lines if visit.line_id in (None, line.pk)]


def _items(standing: Standing, visit: Appointment, at: datetime) -> list[dict[str, Any]]:
    """What the visit is for, each item with its steps leading back here."""
    items = [item_of(standing, visit.document, line, on=day_of(at)) for line in _lines(visit)]
    for item in items:
        for step in item["steps"]:
            step["url"] += f"?back={visit.public_id}"
            step["tone"] = "danger" if step["tone"] == "danger" else "secondary"
    return items


def _actions(
    standing: Standing, visit: Appointment, at: datetime, refused: StepForm | None
) -> list[dict[str, Any]]:
    """What can be done with the visit by this person now."""
    if not visit.is_open or not policy.keeps_visit(standing, visit.document, visit):
        return []
    names = [name for name in FORMS if name != "close" or visit.day <= day_of(at)]
    return [_action(name, visit, refused) for name in names]


def _action(name: str, visit: Appointment, refused: StepForm | None) -> dict[str, Any]:
    form = refused if refused is not None and refused.step == name else form_of(name, visit)
    tones = {"close": "primary", "cancel": "danger"}
    return {
        "label": LABELS[name],
        "url": reverse("visit_do", args=[visit.public_id, name]),
        "testid": f"visit-{name}",
        "tone": tones.get(name, "secondary"),
        "form": form,
        "open": form.is_bound,
    }
