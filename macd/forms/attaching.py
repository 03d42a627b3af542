"""Adding files to a request."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from files.uploads import LARGEST, too_large
from macd.forms.layout import Actions, form_helper
from macd.vocabulary import FilePurpose


class AttachForm(forms.Form):
    """One file, and what it shows."""

    file = forms.FileField(
        label=_("Which file?"),
        help_text=_("A PDF, or a photo as JPEG, PNG or WebP; at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,image/jpeg,image/png,image/webp"}),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("This file is empty. Choose another one."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        },
    )
    purpose = forms.ChoiceField(
        label=_("What does it show?"), choices=FilePurpose.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, cancel_url: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actions = Actions(submit=_("Add this file"), testid="upload", cancel_url=cancel_url)
        self.helper = form_helper(self, actions=actions)

    def clean_file(self) -> Any:
        """Not larger than what is taken in; its content is looked at by who stores it."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(too_large())
        return given
