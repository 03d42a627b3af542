"""A parameter is asked in the figures of the language, and stored as it always was."""

from django.forms import modelform_factory
from django.utils import translation

from services.models import PolicyParameter
from services.parameter_forms import PolicyParameterForm


def test_an_amount_is_written_and_read_as_the_language_does(system):
    row = PolicyParameter.objects.get(code="urgent_surcharge")
    row.value = "12.50"
    asked = modelform_factory(PolicyParameter, form=PolicyParameterForm, fields=("code", "value"))
    with translation.override("nl"):
        form = asked(instance=row)
        assert form.initial["value"] == "12,5"
        typed = asked({"code": row.code, "value": "1250,75"}, instance=row)
        typed.is_valid()
        assert typed.cleaned_data["value"] == "1250.75"
