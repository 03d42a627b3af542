"""Values of a document as a form: each field is a place, named and checked as the place is."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict, ErrorList
from django.utils.translation import gettext as _

from macd.fields import Place, plain
from macd.fields.porting import show_spans
from macd.forms.layout import DayField
from macd.kinds import Field, Problem, Unfit
from macd.vocabulary import NumberAction
from services.configuration import Characteristic

FEW = 4
SEEN = "seen"
"""The hidden field with the values that the page showed."""


class PlacesForm(forms.Form):
    """Shows places of a document and reads them back; ``changes`` are the values that fit.

    A field that the browser did not send is left as it is; an empty one empties its place, so
    that a draft may be saved before it is complete.
    """

    def __init__(
        self,
        shown: Iterable[tuple[Place, forms.Field]],
        data: Mapping[str, Any] | None = None,
    ) -> None:
        pairs = list(shown)
        self.places = {place.path: place for place, _field in pairs}
        initial = {path: place.value for path, place in self.places.items()}
        super().__init__(data, initial=initial)
        self.fields.update({place.path: field for place, field in pairs})
        self.base = base_of(data) if data is not None else {}

    @property
    def seen(self) -> str:
        """The values as they are shown, for a hidden field: what a merge starts from."""
        return seen_text(self.stored)

    def full_clean(self) -> None:
        """Fit each value at its place; an unfit one becomes the field's error."""
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data = {}
        if not self.is_bound:
            return
        for path, place in self.places.items():
            widget = self.fields[path].widget
            if widget.value_omitted_from_data(self.data, self.files, path):
                continue
            raw = widget.value_from_datadict(self.data, self.files, path)
            try:
                value = place.fit(_read(self.fields[path], raw))
            except Unfit as unfit:
                self.note(path, str(unfit))
                continue
            if not (value is False and place.value is None):
                self.cleaned_data[path] = value

    def note(self, path: str, message: str) -> None:
        """Put a message beside a field, or above all where the form has no such field."""
        errors = self.errors.setdefault(
            path if path in self.fields else "__all__",
            ErrorList(renderer=self.renderer, field_id=f"id_{path}"),
        )
        errors.append(message)

    def note_problems(self, problems: Iterable[Problem]) -> None:
        """Put what an operation refused beside the fields."""
        for problem in problems:
            self.note(problem.path, str(problem.message))

    @property
    def changes(self) -> dict[str, Any]:
        """What the person changed and is not stored yet, by path; call after ``is_valid``.

        A value that was left as it was shown is none, even where somebody else changed it since.
        """
        return {
            path: value
            for path, value in self.cleaned_data.items()
            if value != self.places[path].value and not self._is_untouched(path, value)
        }

    @property
    def stored(self) -> dict[str, Any]:
        """What stands at each place now: what a change takes the place of."""
        return {path: place.value for path, place in self.places.items()}

    @property
    def crossed(self) -> list[str]:
        """The changes whose values somebody else changed since they were shown, by path."""
        return [path for path in self.changes if self.moved(path)]

    def moved(self, path: str) -> bool:
        """Whether what is stored at a place is no longer what was shown."""
        return path in self.base and plain(self.places[path].value) != self.base[path]

    def _is_untouched(self, path: str, value: Any) -> bool:
        return path in self.base and plain(value) == self.base[path]


def seen_text(values: Mapping[str, Any]) -> str:
    """Values by path, as a page says in a hidden field what it shows."""
    return json.dumps({path: plain(value) for path, value in values.items()})


def base_of(data: Mapping[str, Any]) -> dict[str, Any]:
    """What a page said it showed; a page that says nothing readable showed what is stored."""
    try:
        found = json.loads(data.get(SEEN, ""))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(field: forms.Field, raw: Any) -> Any:
    """A typed day in any of the forms people write it; everything else as it is."""
    if isinstance(field, DayField) and str(raw or "").strip():
        try:
            return field.to_python(raw)
        except ValidationError as error:
            unread = _("Enter a date, such as 31/12/2027.")
            raise Unfit(unread if error.code == "invalid" else error.messages[0]) from None
    return raw


def field_for(field: Field, *, required: bool) -> forms.Field:
    """How a field of a kind is asked."""
    common: dict[str, Any] = {
        "label": field.label,
        "help_text": field.help,
        "required": required,
    }
    if field.type == "choice":
        return _choice(list(field.choices), common, radio=required)
    if field.type == "date":
        return DayField(**common)
    if field.type == "flag":
        return forms.BooleanField(**{**common, "required": False})
    return forms.CharField(widget=_text_widget(field.type), **common)


def _text_widget(type_: str) -> forms.Widget:
    if type_ == "long_text":
        return forms.Textarea(attrs={"rows": 4})
    if type_ == "phone":
        return forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    if type_ in ("days", "integer", "decimal"):
        mode = "decimal" if type_ == "decimal" else "numeric"
        return forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"})
    return forms.TextInput()


def characteristic_field(characteristic: Characteristic, *, now: str) -> forms.Field:
    """How a setting of a service is asked; ``now`` is what is installed, as help."""
    common: dict[str, Any] = {
        "label": f"{characteristic.name} ({characteristic.unit_shown})"
        if characteristic.unit
        else characteristic.name,
        "help_text": _("Now: %(value)s") % {"value": now} if now else "",
        "required": characteristic.mandatory,
    }
    if characteristic.type == "choice":
        return _choice(characteristic.choice_labels(), common, radio=characteristic.mandatory)
    if characteristic.type == "boolean":
        return forms.BooleanField(**{**common, "required": False})
    return forms.CharField(widget=_text_widget(characteristic.type), **common)


def quantity_field(*, now: str) -> forms.Field:
    """How many are asked for."""
    return forms.CharField(
        label=_("Quantity"),
        help_text=_("Now: %(value)s") % {"value": now} if now else "",
        widget=_text_widget("integer"),
    )


def number_field(number: str, offered: Iterable[NumberAction], *, why: str = "") -> forms.Field:
    """What becomes of a number (rules 30 and 50); ``why`` says why it cannot simply stay."""
    return forms.ChoiceField(
        label=number,
        help_text=why,
        choices=[(one.value, one.label) for one in offered],
        widget=forms.RadioSelect,
    )


def agreement_field(agreements: Iterable[tuple[str, str]]) -> forms.Field:
    """Under which agreement a new service comes (rule 40)."""
    return forms.ChoiceField(
        label=_("Agreement"),
        help_text=_("The service ends together with it."),
        choices=list(agreements),
        widget=forms.RadioSelect,
    )


def target_field(label: str, services: Iterable[tuple[str, str]]) -> forms.Field:
    """Which service goes on with a number: asked, as the next one, where the choice needs it."""
    return forms.ChoiceField(label=label, choices=[("", "—"), *services])


def split_field() -> forms.Field:
    """Where a range is parted."""
    return forms.CharField(
        label=_("A part with its own decision begins with number"),
        help_text=_("Such as its last digits. Empty it to decide about the whole range at once."),
        widget=_text_widget("phone"),
        required=False,
    )


class SpansField(forms.CharField):
    """Numbers and ranges, one on each line (rule 41)."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value: Any) -> Any:
        """As people read them."""
        return show_spans(value) if isinstance(value, dict) else value


def ported_field(label: str, help_text: str) -> forms.Field:
    """What else is said of numbers that come from another operator."""
    return forms.CharField(label=label, help_text=help_text, required=False)


def forward_field(label: str) -> forms.Field:
    """To which number calls go."""
    return forms.CharField(label=label, widget=_text_widget("phone"))


def reason_field(label: str) -> forms.Field:
    """Why something is done that usually is not."""
    return forms.CharField(label=label)


def _choice(
    choices: list[tuple[Any, Any]], common: dict[str, Any], *, radio: bool
) -> forms.ChoiceField:
    """Few choices of which one is needed are all in sight; else a list with an empty first row."""
    if radio and len(choices) <= FEW:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **common)
    return forms.ChoiceField(choices=[("", "—"), *choices], **common)
