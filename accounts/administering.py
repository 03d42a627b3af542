"""How forms of the administration ask: days by the browser's own field, texts in each language."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.postgres.fields import DateRangeField as StoredPeriod
from django.contrib.postgres.forms import DateRangeField
from django.db import models
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.beside import beside_fields
from accounts.days import DateField, DateTimeField
from accounts.limits import DecimalField, IntegerField, telling
from accounts.listing import ListedRows
from accounts.rows import SentRows
from accounts.searching import NamedSearch

# Django's class takes its model in brackets for the type checker only.
if TYPE_CHECKING:
    RightsBase = forms.ModelMultipleChoiceField[Permission]
else:
    RightsBase = forms.ModelMultipleChoiceField

ONE_DAY = timedelta(days=1)
PERCENT_PLACES = 2


def day_input() -> forms.DateInput:
    """The browser's own field for a day."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class LabelledInputs(forms.MultiWidget):
    """Several inputs for one answer, each under a label of its own."""

    shape = ""

    def __init__(self, inputs: Mapping[str, forms.Widget], labels: Sequence[Any]) -> None:
        self.labels = labels
        super().__init__(dict(inputs))

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Each input with its label before it."""
        inputs = self.get_context(name, value, attrs)["widget"]["subwidgets"]
        rows = [
            (one["attrs"].get("id", ""), label, _drawn(one))
            for label, one in zip(self.labels, inputs, strict=True)
        ]
        each = format_html_join("", '<label for="{}">{} {}</label>', rows)
        return format_html('<div class="{}">{}</div>', self.shape, each)

    def id_for_label(self, id_: str) -> str:
        """None of the inputs alone: each has its own label."""
        return ""


def _drawn(one: dict[str, Any]) -> SafeString:
    renderer = forms.renderers.get_default_renderer()
    return SafeString(renderer.render(one["template_name"], {"widget": one}))


class PeriodInput(LabelledInputs):
    """The first and the last day of a period."""

    shape = "manage-period"

    def __init__(self) -> None:
        super().__init__({"0": day_input(), "1": day_input()}, (_("First day"), _("Last day")))

    def decompress(self, value: Any) -> list[date | None]:
        """The last day is the one before the day on which it no longer holds."""
        return [value.lower, value.upper and value.upper - ONE_DAY] if value else [None, None]


class PeriodField(DateRangeField):
    """A period by its first and its last day, both of them in it; open where one is empty."""

    base_field = DateField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "widget": PeriodInput()})

    def prepare_value(self, value: Any) -> Any:
        """Show a stored period by its days."""
        if hasattr(value, "lower"):
            return PeriodInput().decompress(value)
        return super().prepare_value(value)

    def compress(self, values: Any) -> Any:
        """Store the day after the last one, as all periods are stored."""
        first, last = values or (None, None)
        return super().compress((first, last and last + ONE_DAY))


class LanguagesInput(LabelledInputs):
    """One text in each language of the house."""

    shape = "manage-languages"

    def __init__(self) -> None:
        codes = {code.split("-")[0]: name for code, name in settings.LANGUAGES}
        super().__init__({code: forms.TextInput() for code in codes}, list(codes.values()))

    def decompress(self, value: Any) -> list[str]:
        """The texts in the order of the languages."""
        codes = [code.split("-")[0] for code, _name in settings.LANGUAGES]
        return [(value or {}).get(code, "") for code in codes]


class LanguagesField(forms.MultiValueField):
    """A text in the four languages, stored as one object by language; all of them are asked for."""

    def __init__(self, **kwargs: Any) -> None:
        self.codes = [code.split("-")[0] for code, _name in settings.LANGUAGES]
        inputs = [forms.CharField(max_length=200, required=False) for _code in self.codes]
        kept = {key: kwargs[key] for key in ("label", "help_text", "initial") if key in kwargs}
        super().__init__(inputs, widget=LanguagesInput(), require_all_fields=False, **kept)

    def compress(self, values: list[str]) -> dict[str, str]:
        """The texts by language, without those that are empty."""
        found = zip(self.codes, values or [], strict=False)
        return {code: text for code, text in found if text}


class RightsField(RightsBase):
    """What somebody may do in the administration: of each list that is there, each thing to do."""

    widget = forms.CheckboxSelectMultiple
    verbs = {
        "add": pgettext_lazy("right", "add"),
        "change": pgettext_lazy("right", "change"),
        "delete": pgettext_lazy("right", "delete"),
        "view": pgettext_lazy("right", "look at"),
    }

    def __init__(self, **kwargs: Any) -> None:
        rows = Permission.objects.select_related("content_type")
        super().__init__(**{"queryset": rows, **kwargs})

    def offer_what_is_there(self) -> None:
        """Offer rights over what the administration shows and lets one do, and no others."""
        shown = models.Q(pk__in=())
        for model, page in admin.site._registry.items():
            codes = [f"{verb}_{model._meta.model_name}" for verb in _possible(page)]
            label = model._meta.app_label
            shown |= models.Q(content_type__app_label=label, codename__in=codes)
        self.queryset = Permission.objects.filter(shown).select_related("content_type")

    def label_from_instance(self, obj: Permission) -> str:
        """The list in the language of the page, and the verb."""
        model = obj.content_type.model_class()
        names = model._meta.verbose_name_plural if model else obj.content_type.model
        verb = self.verbs.get(obj.codename.split("_")[0], obj.name)
        return f"{capfirst(str(names))} · {verb}"


def _possible(page: Any) -> list[str]:
    """What may be done on a page of the administration by somebody who may do everything."""
    request = HttpRequest()
    request.user = get_user_model()(is_active=True, is_superuser=True)
    allowed = page.get_model_perms(request)
    return [verb for verb in RightsField.verbs if allowed[verb]]


class FigureField(DecimalField):
    """A number as the language writes it, without the noughts that it is only stored with."""

    def __init__(self, **kwargs: Any) -> None:
        shown = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(**{**kwargs, "widget": shown, "localize": True})

    def prepare_value(self, value: Any) -> Any:
        """Prices in cents at least, percentages by the figures they have."""
        if not isinstance(value, Decimal):
            return value
        least = 2 if self.decimal_places and self.decimal_places > PERCENT_PLACES else 0
        places = max(least, -int(value.normalize().as_tuple().exponent))
        return number_format(value, decimal_pos=places, use_l10n=True)


class ReadOnly(ListedRows):
    """Shows rows, and lets nobody change, add or delete any here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is added here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is changed here."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False


class PlainFields(ListedRows):
    """Forms of the administration without the pop-ups and clocks that Django adds to them."""

    formfield_overrides: Mapping[Any, Mapping[str, Any]] = {
        models.DateField: {"form_class": DateField, "widget": day_input()},
        models.DateTimeField: {
            "form_class": DateTimeField,
            "widget": forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
            ),
        },
        StoredPeriod: {"form_class": PeriodField},
        models.DecimalField: {"form_class": FigureField},
        models.IntegerField: {"form_class": IntegerField},
    }

    staff_fields: Mapping[str, Sequence[str]] = {}
    """The fields that name somebody of the provider, each with the roles of who may stand there."""

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest | None, **kwargs: Any
    ) -> Any:
        """What is found by typing has a name; the provider's own people are few enough to list."""
        if db_field.name in self.staff_fields:
            roles = self.staff_fields[db_field.name]
            people = get_user_model().objects.filter(staff_memberships__role__in=roles)
            kwargs["queryset"] = people.distinct().order_by("name")
        if db_field.name in getattr(self, "autocomplete_fields", ()):
            kwargs["widget"] = NamedSearch(db_field, admin.site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_dbfield(
        self, db_field: Any, request: HttpRequest | None, **kwargs: Any
    ) -> Any:
        """The field alone: what it names is changed in its own list."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        if isinstance(field, IntegerField):
            # What the column holds is the form's limit too, so that it is told as others are.
            field.validators += telling(db_field.validators)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label:
            field.empty_label = nothing_chosen(field)
        elif isinstance(field, forms.TypedChoiceField):
            pairs: Any = field.choices
            field.choices = [
                (code, name if code else nothing_chosen(field)) for code, name in pairs
            ]
        return field

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form, with each refusal beside its field."""
        given = {"form": beside_fields(self.form), **kwargs}  # type: ignore[attr-defined]
        return super().get_form(request, obj, change, **given)  # type: ignore[misc]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """The same for rows that belong to one thing, of which only those sent are made."""
        form = beside_fields(self.form)  # type: ignore[attr-defined]
        given = {"form": form, "formset": SentRows, **kwargs}
        return super().get_formset(request, obj, **given)  # type: ignore[misc]

    def get_action_choices(self, request: HttpRequest, default_choices: Any = None) -> Any:
        """What may be done to the chosen rows; at first nothing is."""
        return super().get_action_choices(request, [("", _("Choose"))])  # type: ignore[misc]


def nothing_chosen(field: forms.Field) -> Any:
    """What stands where nothing is chosen: that something is asked, or that nothing is fine."""
    return _("Choose") if field.required else _("None")
