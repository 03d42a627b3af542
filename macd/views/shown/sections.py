"""The sections of a document as they are read: values, owners, and the way to change them."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from macd.kinds import Field, rules_for, value_of
from macd.models import Document
from macd.vocabulary import SectionName, Side, Status


def sections_of(
    document: Document, *, side: Side | None, editable: Collection[SectionName]
) -> list[dict[str, Any]]:
    """Each section that tells something or can be filled in; links lead to where that is done."""
    rules = rules_for(document.kind)
    fields = rules.fields_for(document)
    shown, asked = [], asked_again(document)
    for name in SectionName:
        own = [field for field in fields if field.section == name]
        change_url = _change_url(document, name, own, side, editable)
        rows = [
            _row(document, field, side=side, required=rules.is_required(document, field))
            for field in own
        ]
        told = [row for row in rows if row["value"] or row["missing"] or change_url]
        if told:
            shown.append(
                {
                    "name": name.value,
                    "anchor": f"section-{name.value}",
                    "heading": name.label,
                    "rows": told,
                    "change_url": change_url,
                    "cursor": _cursor(own, rows),
                    "asked": name in asked,
                    **_owner(document, own, side),
                }
            )
    open_ones = [section for section in shown if section["change_url"]]
    waiting = [s for s in open_ones if any(row["missing"] for row in s["rows"])]
    for section in (waiting or open_ones)[:1]:
        section["key"] = "e"
    return shown


def asked_again(document: Document) -> list[SectionName]:
    """The sections that the customer was asked to look at again, and has not answered about."""
    if document.status != Status.AWAITING_CUSTOMER:
        return []
    reopened = {section.name for section in document.sections.all() if section.reopened}
    return [name for name in SectionName if name in reopened]


def _row(document: Document, field: Field, *, side: Side | None, required: bool) -> dict[str, Any]:
    value = value_of(document, field)
    empty = value in (None, "")
    return {
        "label": field.label,
        "value": "" if empty else field.shown(value),
        "missing": _missing(field.owner, side)
        if empty and required and not document.is_final
        else "",
        "explain_url": reverse("document_field", args=[document.number, field.path]),
    }


def _cursor(fields: list[Field], rows: list[dict[str, Any]]) -> str:
    """What a link adds to have the cursor in the first field without an answer, or the first."""
    paths = [field.path for field, row in zip(fields, rows, strict=True) if row["missing"]]
    return f"#id_{(paths or [fields[0].path])[0]}"


def _missing(owner: Side, side: Side | None) -> str:
    if owner == Side.PROVIDER and side == Side.CUSTOMER:
        return _("Your account manager fills this in")
    return _("Not filled in yet")


def _owner(document: Document, fields: list[Field], side: Side | None) -> dict[str, Any]:
    """Whose a section is; at the customer both sides go by their names."""
    owners = {field.owner for field in fields}
    if len(owners) > 1:
        return {"owner": "", "owner_label": ""}
    owner = owners.pop()
    party = "customer" if owner == Side.CUSTOMER else "account_manager"
    names = {Side.CUSTOMER: document.customer.legal_name, Side.PROVIDER: settings.PROVIDER_NAME}
    label = names[owner] if side == Side.CUSTOMER else owner.label
    return {"owner": party, "owner_label": label}


def _change_url(
    document: Document,
    name: SectionName,
    fields: list[Field],
    side: Side | None,
    editable: Collection[SectionName],
) -> str:
    """A customer changes what is theirs; the provider fills in its own and suggests the rest."""
    mine = side == Side.PROVIDER or any(field.owner == side for field in fields)
    if side is None or name not in editable or not mine:
        return ""
    return reverse("document_fill", args=[document.number, name.value])
