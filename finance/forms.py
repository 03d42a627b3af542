"""Giving notice."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from macd.forms.layout import form_helper
from macd.forms.steps import WordsField


class NoticeForm(forms.Form):
    """A reason is optional; that it is meant is not."""

    reason = WordsField(label=_("Reason"), required=False, help_text=_("You need not give one."))
    sure = forms.BooleanField(
        label=_("I give notice for all services of this company, and I am entitled to do so."),
        error_messages={"required": _("Confirm that you give notice.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = form_helper(self)
        self.helper.disable_csrf = True
