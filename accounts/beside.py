"""What a constraint refuses, shown beside the field that it is about."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

# Django's class takes its model in brackets for the type checker only.
if TYPE_CHECKING:
    ModelFormBase = forms.ModelForm[Any]
else:
    ModelFormBase = forms.ModelForm


class BesideFields(ModelFormBase):
    """Shows what a constraint refuses beside the field that the constraint's code names."""

    def _update_errors(self, errors: Any) -> None:
        told = getattr(errors, "error_dict", {})
        for error in told.pop(NON_FIELD_ERRORS, []):
            beside = error.code if error.code in self.fields else NON_FIELD_ERRORS
            told.setdefault(beside, []).append(error)
        super()._update_errors(errors)  # type: ignore[misc]


def beside_fields(form: Any) -> Any:
    """The same form, with what constraints refuse beside their fields."""
    return type(form)(form.__name__, (BesideFields, form), {})
