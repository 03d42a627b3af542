"""A company's own order: who is invited, what they see and do, what waits for whom."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.limits import DecimalField
from accounts.models import Language, Membership
from accounts.names import seen_name
from macd import policy
from macd.forms.layout import Actions, form_helper
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from offices.models import Office

SAVE = _("Save")


class ColleagueForm(forms.Form):
    """What a colleague does, and how far they see."""

    roles = forms.MultipleChoiceField(
        label=_("What they may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    scope = forms.ChoiceField(label=_("What they see"), widget=forms.RadioSelect)
    offices = forms.MultipleChoiceField(
        label=_("Which offices"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only where named offices are chosen above."),
    )

    def __init__(
        self,
        data: Any = None,
        *,
        offices: Sequence[Office],
        membership: Membership | None = None,
        submit: Any = SAVE,
    ) -> None:
        super().__init__(data, initial=self._now(membership))
        self.places = {str(office.public_id): office for office in offices}
        self._choices("roles", policy.role_choices())
        if kept := policy.kept_role_names(membership) if membership else []:
            self.fields["roles"].required = False
            self.fields["roles"].help_text = _(
                "Stays, as agreed with your account manager: %(roles)s."
            ) % {"roles": ", ".join(kept)}
        self._choices("scope", policy.scope_choices())
        self._choices("offices", [(key, office.name) for key, office in self.places.items()])
        self.helper = form_helper(self, actions=Actions(submit=submit, testid="save-colleague"))

    def _choices(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @staticmethod
    def _now(membership: Membership | None) -> dict[str, Any]:
        if membership is None:
            return {"scope": policy.SCOPES[0], "roles": []}
        named = membership.offices_in_scope.all()
        return {
            "roles": membership.roles,
            "scope": membership.scope,
            "offices": [str(each.office.public_id) for each in named],
        }

    def facts(self) -> dict[str, Any]:
        """What was chosen."""
        given = self.cleaned_data
        return {
            "roles": given["roles"],
            "scope": given["scope"],
            "offices": [self.places[key] for key in given["offices"]],
        }


class InviteForm(ColleagueForm):
    """The same for somebody new."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    name = forms.CharField(label=_("Name"), max_length=150)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)
    field_order = ["email", "name", "language", "roles", "scope", "offices"]

    def clean_name(self) -> str:
        """A name that can be shown."""
        try:
            return seen_name(fit_text(self.cleaned_data["name"], longest=150))
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None

    def facts(self) -> dict[str, Any]:
        """Who is invited, beside what they may."""
        who = {name: self.cleaned_data[name] for name in ("email", "name", "language")}
        return {**who, **super().facts()}


class RuleForm(forms.Form):
    """Above which increase a colleague agrees first; without an amount there is no rule."""

    over = DecimalField(
        label=_("Above this increase a month"),
        help_text=_("In euro, excl. VAT. Leave it empty to have no such rule."),
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(1_000_000),
        decimal_places=2,
    )
    approver = forms.TypedChoiceField(
        label=_("Who agrees first"), coerce=int, empty_value=None, required=False
    )

    def __init__(
        self, data: Any = None, *, colleagues: Sequence[Membership], initial: Any = None
    ) -> None:
        super().__init__(data, initial=initial, prefix="rule")
        anyone = ("", _("Any signatory or administrator"))
        people = [(str(each.pk), each.person.name) for each in colleagues]
        self.fields["approver"].choices = [anyone, *people]  # type: ignore[attr-defined]
        actions = Actions(submit=_("Keep this rule"), testid="save-rule")
        self.helper = form_helper(self, actions=actions)
