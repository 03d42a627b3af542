"""The form on the style page: each kind of field once. Samples are data, so not translated."""

from django import forms

from macd.forms.layout import Actions, DayField, form_helper


class SampleForm(forms.Form):
    """Stores nothing; shows label, help, error and "(optional)" for every kind of field."""

    contact = forms.CharField(label="Contact at the office", max_length=80)
    mobile = forms.CharField(
        label="Mobile number",
        help_text="The technician rings this number half an hour before arriving.",
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    wished_on = DayField(label="From which day?", help_text="From 21 December 2026 on.")
    service = forms.ChoiceField(
        label="Service",
        choices=[
            ("internet-plus", "SmartFit Internet Plus"),
            ("internet-extra", "SmartFit Internet Extra"),
        ],
    )
    landlord = forms.ChoiceField(
        label="Has the landlord agreed?",
        choices=[("yes", "Yes"), ("no", "No, not yet"), ("own", "The building is ours")],
        widget=forms.RadioSelect,
    )
    access_notes = forms.CharField(
        label="How does one get in?", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    photo = forms.FileField(label="Floor plan or photo", required=False)
    outage = forms.BooleanField(label="An outage of one working day is acceptable")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = form_helper(self, actions=Actions(shows_saving=True))
