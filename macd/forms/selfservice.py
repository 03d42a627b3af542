"""What users and SIMs are asked: settings by the catalogue, where to send, why, which number."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.names import without_marks
from macd.forms.layout import Actions, RadioField, Text, form_helper
from macd.forms.places import characteristic_field
from macd.kinds import Unfit
from macd.kinds.fields import fit_text
from offices.models import Office
from services.configuration import Wrong, characteristics_of, parse, problem_with
from services.models import BlockReason, OfferingVersion
from services.patterns import asked_by

LONGEST_PLACE = 250


class HelpForm(forms.Form):
    """A form with one button; what an operation refuses stands beside its field."""

    submit: Text = gettext_lazy("Go on")
    testid = "submit"
    danger = False

    def __init__(self, data: Mapping[str, Any] | None = None, *, cancel_url: str = "") -> None:
        super().__init__(data)
        self.add_fields()
        actions = Actions(
            submit=self.submit, testid=self.testid, cancel_url=cancel_url, danger=self.danger
        )
        self.helper = form_helper(self, actions=actions)
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def add_fields(self) -> None:
        """Add what depends on the catalogue."""

    def note_problems(self, problems: Mapping[str, str], message: str) -> None:
        """Put what was refused beside its field; what has none, above all."""
        for name, text in problems.items():
            self.add_error(name if name in self.fields else None, text)
        if not problems:
            self.add_error(None, message)


class PlaceField(forms.CharField):
    """Where a card is sent, in one line; whether one is sent, the form knows."""

    is_answered = True  # not "(optional)": a card needs it

    def __init__(self) -> None:
        super().__init__(
            label=_("Send the card to"),
            help_text=_("Name and address; only a card needs them. An eSIM is not sent."),
            max_length=LONGEST_PLACE,
            required=False,
        )

    def to_python(self, value: Any) -> str:
        """One line that can be shown."""
        try:
            return fit_text(value or "", longest=LONGEST_PLACE)
        except Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


def settle_place(form: forms.Form, *, esim: bool) -> None:
    """A card is sent somewhere, an eSIM nowhere, whatever was typed."""
    if esim:
        form.cleaned_data["send_to"] = ""
    elif not form.cleaned_data.get("send_to") and "send_to" not in form.errors:
        form.add_error("send_to", _("Say where the card is sent."))


def home_field(offices: Sequence[Office]) -> forms.Field:
    """To which office somebody belongs."""
    return forms.TypedChoiceField(
        label=_("Home office"),
        help_text=_("When that office moves, we ask where its people belong then."),
        choices=[("", "—"), *((str(office.pk), office.name) for office in offices)],
        required=False,
        coerce=int,
        empty_value=None,
    )


class HomeForm(HelpForm):
    """The office to which a user or a SIM belongs; ``home`` is the present one."""

    submit = gettext_lazy("Save")
    testid = "home-save"

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        offices: Sequence[Office],
        home: int | None = None,
        cancel_url: str = "",
    ) -> None:
        self.offices, self.home = offices, home
        super().__init__(data, cancel_url=cancel_url)

    def add_fields(self) -> None:
        """One list."""
        self.fields["home_office"] = home_field(self.offices)
        self.fields["home_office"].initial = self.home

    def home_office(self) -> Office | None:
        """The office that was chosen; call after ``is_valid``."""
        chosen = self.cleaned_data.get("home_office")
        return next((one for one in self.offices if one.pk == chosen), None)


class SettingsForm(HelpForm):
    """The settings of one offering, as its catalogue version defines them."""

    def __init__(
        self,
        version: OfferingVersion,
        data: Mapping[str, Any] | None = None,
        *,
        cancel_url: str = "",
        sends: bool = False,
        offices: Sequence[Office] = (),
    ) -> None:
        self.version, self.sends, self.offices = version, sends, offices
        super().__init__(data, cancel_url=cancel_url)

    def add_fields(self) -> None:
        """One field for each setting, and where to send what is sent."""
        for code, characteristic in characteristics_of(self.version).items():
            self.fields[code] = characteristic_field(characteristic, now="")
            self.fields[code].help_text = asked_by(characteristic.pattern or "")
        if self.sends:
            self.fields["send_to"] = PlaceField()
        if self.offices:
            self.fields["home_office"] = home_field(self.offices)

    def clean(self) -> dict[str, Any]:
        """Each setting as it is stored; one that does not fit says why."""
        cleaned = super().clean() or {}
        for code, characteristic in characteristics_of(self.version).items():
            if code not in cleaned:
                continue
            try:
                value = parse(characteristic, str(cleaned[code]))
            except Wrong as wrong:
                self.add_error(code, str(wrong))
                continue
            if message := problem_with(characteristic, value):
                self.add_error(code, message)
            cleaned[code] = value
        if self.sends:
            settle_place(self, esim=bool(cleaned.get("esim")))
        return cleaned

    def settings(self) -> dict[str, Any]:
        """The configuration that was filled in; call after ``is_valid``."""
        values = {code: self.cleaned_data.get(code) for code in characteristics_of(self.version)}
        return {code: value for code, value in values.items() if value is not None}

    def home_office_id(self) -> int | None:
        """The office that was chosen, if any."""
        chosen: int | None = self.cleaned_data.get("home_office")
        return chosen

    def home_office(self) -> Office | None:
        """The same, as the office itself."""
        return next((one for one in self.offices if one.pk == self.home_office_id()), None)


class BlockForm(HelpForm):
    """Why a SIM is blocked."""

    submit = gettext_lazy("Block the SIM")
    testid = "sim-block"
    reason = RadioField(label=gettext_lazy("Why?"), choices=BlockReason.choices)


class ActivateForm(HelpForm):
    """The number printed on the card."""

    submit = gettext_lazy("Activate the SIM")
    testid = "sim-activate"
    iccid = forms.CharField(
        label=gettext_lazy("SIM number (ICCID)"),
        help_text=gettext_lazy("The 18 to 20 figures printed on the card; they begin with 89."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class ActivateProfileForm(HelpForm):
    """An eSIM is activated without typing."""

    submit = gettext_lazy("Activate the eSIM")
    testid = "sim-activate"


class ReplaceForm(HelpForm):
    """What takes the place of a SIM."""

    submit = gettext_lazy("Order the replacement")
    testid = "sim-replace"
    esim = forms.TypedChoiceField(
        label=gettext_lazy("Replace it by"),
        choices=[("1", gettext_lazy("An eSIM")), ("0", gettext_lazy("A card"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )

    def add_fields(self) -> None:
        """Where to send a card."""
        self.fields["send_to"] = PlaceField()

    def clean(self) -> dict[str, Any]:
        """A card needs to know where it goes."""
        cleaned = super().clean() or {}
        if "esim" in cleaned:
            settle_place(self, esim=cleaned["esim"])
        return cleaned


class UnblockForm(HelpForm):
    """A click is enough."""

    submit = gettext_lazy("Unblock the SIM")
    testid = "sim-unblock"


class EndForm(HelpForm):
    """A click is enough."""

    submit = gettext_lazy("Stop using this SIM")
    testid = "sim-end"
    danger = True


class CancelForm(HelpForm):
    """A click is enough."""

    submit = gettext_lazy("Cancel the order")
    testid = "sim-cancel"
    danger = True


class RemoveForm(HelpForm):
    """A click is enough."""

    submit = gettext_lazy("Remove the user")
    testid = "user-remove"
    danger = True


class CodeForm(HelpForm):
    """A click is enough, and there is only one."""

    submit = gettext_lazy("Show the QR code now")
    testid = "sim-code"


class SendForm(forms.Form):
    """What operations fills in when a SIM is sent, or cannot be."""

    iccid = forms.CharField(max_length=40, required=False)
    activation_code = forms.CharField(max_length=255, required=False)
    reason = forms.CharField(max_length=500, required=False)

    def clean_reason(self) -> str:
        """Words that are seen: who ordered reads them."""
        return without_marks(self.cleaned_data["reason"])
