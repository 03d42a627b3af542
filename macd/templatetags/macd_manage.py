"""Template tags of the administration: stored facts as people read them, not as a machine does."""

import json
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.contrib.admin.helpers import AdminReadonlyField, InlineAdminFormSet
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import ObjectDoesNotExist
from django.db.backends.postgresql.psycopg_any import DateRange
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from macd import queries
from macd.recorded import news_in_words
from macd.templatetags.macd_format import day, last_day, moment, money
from macd.templatetags.macd_page import icon
from macd.vocabulary import Status
from macd.wording import status_in_words
from offices.models import Office
from services.configuration import characteristics_of
from services.defining import TYPE_LABELS
from services.models import Offering, OfferingVersion
from services.naming import name_of, with_names
from services.texts import LANGUAGES, in_language

register = template.Library()

NOTHING = "–"
# What the keys of stored facts are called; one without a name is shown with its underscores out.
LABELS = {
    "active": _("is told of events"),
    "channel": _("channel"),
    "choices": _("choices"),
    "code": _("code"),
    "configuration": _("settings"),
    "content_hash": _("hash of the content"),
    "ends_on": _("ends on"),
    "event": _("event"),
    "events": _("events"),
    "from": pgettext_lazy("change", "from"),
    "install": _("installed"),
    "set": _("changed"),
    "cease": _("stopped"),
    "suspend": _("suspended"),
    "resume": _("resumed"),
    "note": _("noted"),
    "line": _("item"),
    "machine": _("machine"),
    "mandatory": _("mandatory"),
    "material": _("changing it asks for approval again"),
    "maximum": _("at most"),
    "message": _("message"),
    "messages": _("messages"),
    "minimum": _("at least"),
    "name": _("name"),
    "names": _("name"),
    "office_id": _("office"),
    "offering_version_id": _("offering version"),
    "on": _("day"),
    "outside": _("told to other systems"),
    "pattern": _("pattern"),
    "people": _("people"),
    "person": _("person"),
    "customer": _("customer"),
    "quantity": _("quantity"),
    "received_at": _("received"),
    "recurring_price": _("recurring price"),
    "service": _("service"),
    "sha256": _("SHA-256"),
    "size": _("size in bytes"),
    "task": _("task"),
    "to": pgettext_lazy("change", "to"),
    "type": _("type"),
    "unit": _("unit"),
    "value": _("value"),
    "url": _("address"),
    "version": _("version"),
    "webhook": _("webhook"),
}
READ_FIRST = ("from", "to")
# Whose rows stored facts name by number.
NAMED: dict[str, Any] = {"office_id": Office, "offering_version_id": OfferingVersion}
# Pictures that Django draws for yes, no and unknown, by the English word they carry.
PICTURES = {
    'alt="True">': ("check", _("Yes")),
    'alt="False">': ("minus", _("No")),
    'alt="None">': ("circle-dashed", _("Not known")),
}


@register.simple_tag
def told(field: AdminReadonlyField) -> SafeString | str:
    """The value of a field that is only read: facts as a list, days as days, yes as yes."""
    try:
        found, _of, value = lookup_field(
            field.field["field"], field.form.instance, field.model_admin
        )
    except (AttributeError, ObjectDoesNotExist):
        return NOTHING
    stored = found.get_internal_type() if found is not None else ""
    name = found.name if found is not None else ""
    if stored == "JSONField":
        return SafeString(render_to_string("admin/told.html", _told(value, outermost=True)))
    if stored == "DecimalField" and name.endswith(("_price", "_minimum")):
        return money(value)
    if value is None:
        return NOTHING
    for kind, tell in TELLING.items():
        if isinstance(value, kind):
            return tell(value)
    return in_words(field.contents())


@register.simple_tag
def undelivered() -> int:
    """How many messages nobody could deliver, and a person has to look at."""
    return queries.messages_needing_attention()


@register.filter
def in_words(markup: str) -> str:
    """A piece of a list with Django's pictures for yes and no as ours, read out in the language."""
    start = markup.find("<img ")
    if start < 0:
        return markup
    end = markup.find(">", start) + 1
    for ending, (name, words) in PICTURES.items():
        if markup[start:end].endswith(ending):
            picture = format_html('{}<span class="visually-hidden">{}</span>', icon(name), words)
            return mark_safe(markup[:start] + picture + markup[end:])  # noqa: S308 - Django's own
    return markup


@register.filter
def inline_words(formset: InlineAdminFormSet) -> str:
    """What Django's script reads of rows that can be added, in words of the house."""
    told = json.loads(formset.inline_formset_data())
    told["options"] |= {"addText": gettext("Add one more"), "deleteText": gettext("Take it out")}
    return json.dumps(told)


@register.filter
def may_write(formset: InlineAdminFormSet) -> bool:
    """Whether rows that belong to something may be changed or added here."""
    return bool(formset.has_change_permission or formset.has_add_permission)


def _days(period: DateRange) -> str:
    first, last = day(period.lower), last_day(period.upper)
    if not last:
        return format_html("{} {}", gettext("from"), first)
    return format_html("{} – {}", first, last)


def _offering(offering: Offering) -> str:
    """An offering by its name, as it is chosen."""
    return name_of(with_names(Offering.objects.filter(pk=offering.pk)).get())


# How a stored value of a kind is told; an instant before a day, which it is as well.
TELLING: dict[type, Callable[[Any], str]] = {
    DateRange: _days,
    datetime: moment,
    date: day,
    Offering: _offering,
}


def _told(value: Any, *, outermost: bool = False) -> dict[str, Any]:
    """One stored value for `admin/told.html`; texts in four languages inside others in one."""
    if isinstance(value, Mapping) and set(value) == set(LANGUAGES) and not outermost:
        return {"text": in_language(dict(value))}
    if isinstance(value, Mapping) and value:
        facts = [(key, value[key]) for key in in_reading_order(value)]
        return {"pairs": [(_label(key), _told(_named(key, one, value))) for key, one in facts]}
    if isinstance(value, list) and value:
        return {"rows": [_told(one) for one in value]}
    if isinstance(value, bool):
        return {"text": gettext("Yes") if value else gettext("No")}
    return {"text": NOTHING if value in (None, "", [], {}) else value}


def in_reading_order(keys: Collection[str]) -> list[str]:
    """Keys of stored facts, what was before what came of it; the database keeps no order."""
    first = [key for key in READ_FIRST if key in keys]
    return first + [key for key in keys if key not in READ_FIRST]


def _named(key: str, value: Any, facts: Mapping[str, Any]) -> Any:
    """A stored value by what people call it: a status, an office, an offering, its settings."""
    if isinstance(value, str | list):
        value = _coded(key, value)
    if key in NAMED and isinstance(value, int):
        return str(NAMED[key].objects.filter(pk=value).first() or value)
    if key == "recurring_price" and isinstance(value, str):
        return money(Decimal(value))
    if key == "configuration" and isinstance(value, Mapping):
        return _settings(value, facts.get("offering_version_id"))
    return value


def _coded(key: str, value: Any) -> Any:
    """A code in words: what a request, a setting or an event is; anything else as it stands."""
    if key in ("from", "to") and value in Status.values:
        return status_in_words(value, staff=True)
    if key == "type" and isinstance(value, str):
        return str(TYPE_LABELS.get(value, value))
    if key == "set" and isinstance(value, list):
        return [_label(fact) for fact in value]
    if key == "events" and isinstance(value, list):
        return [news_in_words(event) for event in value] or gettext("All of them")
    return value


def _settings(values: Mapping[str, Any], version_id: Any) -> Mapping[str, Any]:
    """The settings of a service by their names, where the facts say of which version they are."""
    version = OfferingVersion.objects.filter(pk=version_id).first()
    known = characteristics_of(version) if version else {}
    return {
        known[code].name if code in known else code: known[code].show(one) if code in known else one
        for code, one in values.items()
    }


def _label(key: str) -> str:
    """What a key is called: a language by its name, a fact by its word."""
    languages = {code.split("-")[0]: name for code, name in settings.LANGUAGES}
    return str(languages.get(key) or LABELS.get(key) or key.replace("_", " "))
