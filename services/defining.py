"""How the settings of an offering's draft are asked: a part for each, its choices as rows in it."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import Max
from django.forms.models import model_to_dict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from accounts.administering import LanguagesField
from services.configuration import definition_problems
from services.models import OfferingVersion
from services.texts import in_language, missing_languages

# Django's class takes its model in brackets for the type checker only.
if TYPE_CHECKING:
    VersionFields = forms.ModelForm[OfferingVersion]
else:
    VersionFields = forms.ModelForm

MOST_SETTINGS = 60
MOST_CHOICES = 60
# Longer ones are those of no row.
LONG_KEY = 10
FRESH_SETTINGS = 2
FRESH_CHOICES = 3
TYPE_LABELS = {
    "text": _("Text"),
    "integer": _("Whole number"),
    "decimal": _("Number with decimals"),
    "choice": _("One of the choices below"),
    "boolean": _("Yes or no"),
}
Definition = dict[str, Any]


class NamesField(LanguagesField):
    """A text that is needed in all four languages."""

    def clean(self, value: Any) -> dict[str, str]:
        """The texts; says which languages miss."""
        names: dict[str, str] = super().clean(value)
        if names and (missing := missing_languages(names)):
            raise ValidationError(_("Missing: %(codes)s") % {"codes": ", ".join(missing)})
        return names


class ChoiceForm(forms.Form):
    """One value that may be chosen, and what it is called."""

    value = forms.CharField(label=_("Value"), max_length=60)
    names = NamesField(label=_("Name"))


class PatternField(forms.CharField):
    """A regular expression."""

    def clean(self, value: Any) -> str:
        """The pattern, which has to be one."""
        pattern: str = super().clean(value)
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValidationError(_("This is no regular expression.")) from error
        return pattern


class Rows(forms.BaseFormSet):  # type: ignore[type-arg]
    """Rows of which those that stand already come first, and a few empty ones after them."""

    deletion_widget = forms.CheckboxInput
    ordering_widget = forms.NumberInput

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """The place in the order and the box to take out, in words of the house."""
        super().add_fields(form, index)
        for name, label in (("ORDER", _("Place in the order")), ("DELETE", _("Take it out"))):
            if name in form.fields:
                form.fields[name].label = label

    @property
    def definitions(self) -> list[Definition]:
        """What the rows say, in their order, without those that are taken out or empty."""
        kept = self.ordered_forms if self.can_order else self.initial_forms + self.extra_forms
        return [
            form.definition if isinstance(form, SettingForm) else _without_marks(form.cleaned_data)
            for form in kept
            if form.has_changed() and form not in self.deleted_forms
        ]


def _without_marks(facts: Mapping[str, Any]) -> Definition:
    return {key: value for key, value in facts.items() if key not in ("DELETE", "ORDER")}


ChoiceRows = forms.formset_factory(
    ChoiceForm, formset=Rows, extra=FRESH_CHOICES, can_delete=True,
    max_num=MOST_CHOICES, validate_max=True, absolute_max=MOST_CHOICES + FRESH_CHOICES,
)  # fmt: skip


class SettingForm(forms.Form):
    """One setting: its code and names, what may be filled in, and what that means."""

    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        validators=[
            RegexValidator(
                r"^[a-z][a-z0-9_]*$", _("Small letters, figures and underscores, a letter first.")
            )
        ],
    )
    type = forms.ChoiceField(
        label=_("What is filled in"), choices=TYPE_LABELS.items(), initial="text"
    )
    names = NamesField(label=_("Name"))
    unit = forms.CharField(label=_("Unit"), max_length=20, required=False)
    minimum = forms.DecimalField(label=_("At least"), required=False)
    maximum = forms.DecimalField(label=_("At most"), required=False)
    pattern = PatternField(label=_("Pattern"), max_length=200, required=False)
    mandatory = forms.BooleanField(label=_("Has to be filled in"), required=False)
    material = forms.BooleanField(
        label=_("Changing it asks for approval again"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: Any = ChoiceRows(
            self.data if self.is_bound else None,
            prefix=f"{self.prefix}-choices",
            initial=self.initial.get("choices") or [],
        )

    @property
    def heading(self) -> str:
        """Its name, or as much of it as there is; empty for one that is new."""
        names = self.initial.get("names") or getattr(self, "cleaned_data", {}).get("names")
        return in_language(names) if names else str(self["code"].value() or "")

    def has_changed(self) -> bool:
        """Also where only its choices did."""
        return super().has_changed() or (self.is_bound and self.choices.has_changed())

    def clean(self) -> dict[str, Any]:
        """Limits in order; choices for what is chosen, and for nothing else."""
        cleaned = super().clean() or {}
        if not self.choices.is_valid():
            raise ValidationError(_("Mend what is marked among the choices."))
        lowest, highest = cleaned.get("minimum"), cleaned.get("maximum")
        if lowest is not None and highest is not None and lowest > highest:
            self.add_error("maximum", _("This is less than the lowest value."))
        chosen = cleaned.get("type") == "choice"
        if chosen and not self.choices.definitions:
            self.add_error("type", _("Give the choices below."))
        elif not chosen and self.choices.definitions and "type" in cleaned:
            self.add_error("type", _("Only one of the choices has choices: take them out."))
        return cleaned

    @property
    def definition(self) -> Definition:
        """The setting as a version keeps it, without what it does not say."""
        facts = self.cleaned_data
        told = {
            "unit": facts["unit"],
            "minimum": _limit(facts["minimum"]),
            "maximum": _limit(facts["maximum"]),
            "pattern": facts["pattern"],
            "mandatory": facts["mandatory"],
            "choices": self.choices.definitions,
        }
        definition = {"code": facts["code"], "names": facts["names"], "type": facts["type"]}
        definition |= {
            key: value for key, value in told.items() if value not in ("", None, [], False)
        }
        return definition if facts["material"] else {**definition, "material": False}


def _limit(number: Decimal | None) -> int | str | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else str(number)


SettingRows = forms.formset_factory(
    SettingForm, formset=Rows, extra=FRESH_SETTINGS, can_delete=True, can_order=True,
    max_num=MOST_SETTINGS, validate_max=True, absolute_max=MOST_SETTINGS + FRESH_SETTINGS,
)  # fmt: skip


class RowsInput(forms.Widget):
    """Rows as parts of the page; what was sent comes back with what is wrong beside it."""

    rows: Any
    template: str

    def decompress(self, value: Any) -> list[dict[str, Any]]:
        """The rows of what is stored."""
        return value or []

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The rows as they were sent; empty ones where the page did not have any."""
        omitted = self.value_omitted_from_data(data, files, name)
        return self.rows(None if omitted else data, prefix=name)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether the page did not have the rows at all."""
        return f"{name}-TOTAL_FORMS" not in data

    def id_for_label(self, id_: str) -> str:
        """Each of its fields has a label of its own."""
        return ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """A part for each row, and empty ones after them."""
        rows = (
            value
            if isinstance(value, forms.BaseFormSet)
            else self.rows(prefix=name, initial=self.decompress(value))
        )
        return SafeString(render_to_string(self.template, {"rows": rows}))


class SettingsInput(RowsInput):
    """The settings, the empty ones behind a fold."""

    rows = SettingRows
    template = "admin/settings.html"


class SettingsField(forms.Field):
    """The settings of a version: a list of definitions, as `services.configuration` reads them."""

    widget = SettingsInput

    def clean(self, value: Any) -> list[Definition]:
        """The definitions; what is wrong in a row stands beside its field."""
        if not value.is_valid():
            wrong = sum(1 for row in value.forms if row.errors)
            text = ngettext_lazy(
                "Mend what is marked in %(count)s setting.",
                "Mend what is marked in %(count)s settings.",
                "count",
            )
            raise ValidationError([text % {"count": max(wrong, 1)}, *value.non_form_errors()])
        definitions: list[Definition] = value.definitions
        if problems := definition_problems(definitions):
            raise ValidationError(problems)
        return definitions

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the definitions are others than those that were kept."""
        return not data.is_valid() or data.definitions != list(initial or [])


def following(key: str) -> dict[str, Any]:
    """What the form of the version after one begins with: all that it says but its days."""
    keys = [int(key)] if key.isdecimal() and len(key) < LONG_KEY else []
    version = OfferingVersion.objects.filter(pk__in=keys).first()
    if version is None:
        return {}
    versions = OfferingVersion.objects.filter(offering=version.offering_id)
    last = versions.aggregate(last=Max("number"))["last"]
    return model_to_dict(version, exclude=["id", "valid", "published_at"]) | {"number": last + 1}


class OfferingVersionForm(VersionFields):
    """Refuses a version that could not be published."""

    names = NamesField(label=_("Names"))
    characteristics = SettingsField(label=_("Characteristics"), required=False)
