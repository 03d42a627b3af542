"""Template tags for the parts of a page: icons, cards with content, fields' errors and marks."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from django import template
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.forms import BaseForm, EmailField
from django.forms.boundfield import BoundField
from django.forms.utils import pretty_name
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from lucide.templatetags.lucide import lucide

from accounts.models import Customer
from accounts.reauthentication import page_left
from accounts.voice import voiced
from macd.labels import labelled
from macd.operations import new_key
from macd.voice import IN_TEMPLATES

register = template.Library()

# Which picture stands before a status, and which tone it takes. Statuses not named look neutral.
STATUS_LOOKS = {
    "draft": ("circle-dashed", "open"),
    "awaiting_company": ("hourglass", "waiting"),
    "submitted": ("send", "open"),
    "in_review": ("pencil", "open"),
    "awaiting_customer": ("circle-alert", "waiting"),
    "awaiting_second_approval": ("hourglass", "open"),
    "awaiting_signature": ("pen-line", "waiting"),
    "signed": ("file-check", "open"),
    "in_delivery": ("truck", "open"),
    "on_hold": ("circle-pause", "risk"),
    "withdrawal_requested": ("undo-2", "stopped"),
    "withdrawing": ("undo-2", "stopped"),
    "completed": ("circle-check", "done"),
    "partial": ("circle-check", "risk"),
    "failed": ("circle-x", "risk"),
    "rejected": ("circle-x", "stopped"),
    "cancelled": ("circle-x", "stopped"),
    "expired": ("circle-x", "stopped"),
    "open": ("circle", "open"),
    "planned": ("calendar", "open"),
    "held": ("circle-pause", "risk"),
    "delivered": ("truck", "done"),
    "withdrawn": ("undo-2", "stopped"),
    "superseded": ("history", "stopped"),
    "active": ("circle-check", "done"),
    "suspended": ("circle-pause", "risk"),
    "closed": ("circle-x", "stopped"),
    "waiting": ("hourglass", "open"),
    "running": ("hourglass", "open"),
    "requested": ("send", "open"),
    "proposed": ("hourglass", "waiting"),
    "applied": ("circle-check", "done"),
    "refused": ("circle-x", "stopped"),
    "asked": ("circle", "open"),
    "checked": ("circle-check", "open"),
    "confirmed": ("calendar", "open"),
    "ported": ("circle-check", "done"),
    "in_progress": ("hourglass", "open"),
    "done": ("circle-check", "done"),
    "ordered": ("send", "open"),
    "shipped": ("truck", "waiting"),
    "activating": ("hourglass", "open"),
    "blocked": ("lock", "risk"),
    "replaced": ("history", "stopped"),
    "inactive": ("circle-x", "stopped"),
}
FAMILY_ICONS = {
    "access": "globe",
    "vpn": "network",
    "firewall": "shield",
    "wifi": "wifi",
    "sip": "phone",
    "numbers": "hash",
    "uc": "users",
    "mobile": "smartphone",
    "hardware": "router",
}
KIND_ICONS = {
    "move": "truck",
    "add": "plus",
    "change": "sliders-horizontal",
    "delete": "circle-stop",
}
TASK_ICONS = {
    "completed": "circle-check",
    "in_progress": "circle-dot",
    "not_started": "circle",
    "cannot_start": "lock",
    "other_side": "hourglass",
}
TONE_ICONS = {
    "success": "circle-check",
    "warning": "triangle-alert",
    "error": "circle-alert",
    "risk": "circle-alert",
    "debug": "info",
}


@register.simple_tag
def said(name: str) -> str:
    """What `macd.voice` says to this reader: to a customer, or about the customer to staff."""
    return str(IN_TEMPLATES[name])


@register.simple_tag(takes_context=True, name="page_left")
def page_left_in(context: Context) -> str:
    """Where who gives no proof of who they are goes back to."""
    return page_left(context["request"])


@register.filter
def named_to_staff(customer: Customer | None) -> str:
    """Whose page it is, for who works for several; customers know where they are."""
    return str(voiced("", customer.legal_name)) if customer else ""


@lru_cache(maxsize=128)
def _drawing(name: str) -> SafeString:
    """The icon as inline SVG, sized by the text beside it and silent for screen readers."""
    options = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    return mark_safe(lucide(name, size=20, **options))  # noqa: S308 - a packaged file


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw the named Lucide icon; an unknown name raises `lucide.IconDoesNotExist`."""
    return _drawing(str(name))


@register.inclusion_tag("components/write_key.html")
def write_key() -> dict[str, str]:
    """The hidden key of a form that the page writes: sent twice, it writes once (rule 21)."""
    return {"idempotency_key": new_key()}


@register.filter
def status_icon(status: str) -> str:
    """The icon before a document's, line's or service's status."""
    return STATUS_LOOKS.get(str(status), ("circle", "open"))[0]


@register.filter
def status_tone(status: str) -> str:
    """open | waiting | risk | done | stopped: how a status is toned."""
    return STATUS_LOOKS.get(str(status), ("circle", "open"))[1]


@register.filter
def family_icon(family: str) -> str:
    """The icon of an offering's family."""
    return FAMILY_ICONS.get(str(family), "cable")


@register.filter
def kind_icon(kind: str) -> str:
    """The icon of a kind; what it means stands beside it, or is read out."""
    return KIND_ICONS.get(str(kind), "file-text")


@register.filter
def task_icon(status: str) -> str:
    """The icon of a task's status in a task list."""
    return TASK_ICONS.get(str(status), "circle")


@register.filter
def tone_icon(tone: str) -> str:
    """The icon of a notice's tone; Django's message tags are tones too."""
    return TONE_ICONS.get(str(tone), "info")


@register.filter
def notice_tone(tags: str) -> str:
    """A message's tags as a notice's tone: success, warning, risk or info."""
    for tag, tone in (("error", "risk"), ("warning", "warning"), ("success", "success")):
        if tag in tags:
            return tone
    return "info"


@register.filter
def at(items: Sequence[object], index: int) -> object:
    """The item at that place, or nothing past the end."""
    return items[index] if index < len(items) else ""


@register.filter
def errors_with_fields(form: BaseForm) -> Iterator[dict[str, str]]:
    """A form's errors in the order of its fields, each {message, field_id} to link to.

    The message begins with the field's label: "This field is required." alone says too little.
    """
    for message in form.non_field_errors():
        yield {"message": str(message), "field_id": ""}
    for bound in form:
        for message in bound.errors:
            yield {
                "message": _named(str(bound.label), str(message)),
                "field_id": _first_input(bound),
            }


def _named(label: str, message: str) -> str:
    return f"{label} {message}" if label.endswith(("?", ":", ".")) else labelled(label, message)


def _first_input(bound: BoundField) -> str:
    """The id a link can jump to: of a group of radios or boxes, that of the first one."""
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.simple_block_tag(takes_context=True, end_name="endcard")
def card(
    context: Context,
    content: str,
    heading: str = "",
    *,
    owner: str = "",
    owner_label: str = "",
    anchor: str = "",
    flush: bool = False,
) -> SafeString:
    """A section card around its content: heading, whose it is (party code and label), an anchor."""
    engine = context.template.engine if context.template else None
    if engine is None:
        return format_html("{}", content)
    card_template = engine.get_template("components/card_section.html")
    values = {
        "content": mark_safe(content),  # noqa: S308 - rendered by the template that calls
        "heading": heading,
        "owner": owner,
        "owner_label": owner_label,
        "anchor": anchor,
        "flush": flush,
    }
    with context.push(**values):
        return mark_safe(card_template.render(context))  # noqa: S308 - an escaped template


@register.filter
def unhinted(form: BaseForm) -> BaseForm:
    """A library's form as ours: labels stand above the fields, and an address has our word.

    Placeholders would only say the labels again, and the rules of a password are one sentence.
    """
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        if str(field.help_text).startswith("<ul>"):
            # A form that was checked has its bound fields already, with what they were made of.
            form[name].help_text = field.help_text = gettext(
                "At least %(least)s characters; not only figures, no common password, and nothing "
                "like your name or address."
            ) % {"least": MinimumLengthValidator().min_length}
        if isinstance(field, EmailField):
            form[name].label = field.label = capfirst(gettext("e-mail address"))
        elif not field.label:
            form[name].label = field.label = gettext(pretty_name(name))
    return form
