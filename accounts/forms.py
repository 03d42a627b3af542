"""What people fill in about themselves."""

from typing import TYPE_CHECKING, Any

import phonenumbers
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.administering import RightsField
from accounts.models import Membership, Person
from accounts.roles import CustomerRole

if TYPE_CHECKING:
    MembershipBase = forms.ModelForm[Membership]
    PersonBase = forms.ModelForm[Person]
else:
    MembershipBase = PersonBase = forms.ModelForm


class ProfileForm(PersonBase):
    """Name, telephone and language; the address one signs in with is changed by the provider."""

    class Meta:
        model = Person
        fields = ("name", "phone", "language")
        labels = {"language": _("Language of pages and mails")}
        help_texts = {"phone": _("For example +32 9 265 00 00.")}
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }

    def clean_phone(self) -> str:
        """Keep the number as it is dialled from anywhere (E.164)."""
        typed = str(self.cleaned_data["phone"])
        if not typed:
            return ""
        try:
            number = phonenumbers.parse(typed, "BE")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_valid_number(number):
            raise forms.ValidationError(_("Give a telephone number, with + and country if abroad."))
        return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


class PersonForm(PersonBase):
    """A person as the administration edits one; the password is nobody else's business."""

    user_permissions = RightsField(label=_("Rights in the administration"), required=False)

    class Meta:
        model = Person
        fields = (
            "name",
            "email",
            "phone",
            "language",
            "is_active",
            "is_staff",
            "is_superuser",
            "user_permissions",
        )
        labels = {"is_superuser": _("May do everything in the administration")}
        help_texts = {"is_superuser": ""}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rights = self.fields.get("user_permissions")
        if isinstance(rights, RightsField):
            rights.offer_what_is_there()

    def save(self, commit: bool = True) -> Person:
        """Give a newcomer no usable password: they choose one through *Forgot your password?*."""
        if self.instance._state.adding:
            self.instance.set_unusable_password()
        return super().save(commit)


class MembershipForm(MembershipBase):
    """A membership with its roles as boxes to tick."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=CustomerRole.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Membership
        fields = (
            "person",
            "customer",
            "roles",
            "scope",
            "signs_from",
            "signs_until",
            "signs_up_to",
            "revoked_at",
        )
