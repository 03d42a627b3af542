"""The two questions of the public page: is this file genuine, and what became of this code?"""

import re

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from signing.codes import normal_code
from signing.traits import MOST, MOST_SEALS, Traits

MOST_BYTES = 20 * 1024 * 1024


class FileForm(forms.Form):
    """A file to be checked."""

    file = forms.FileField(
        label=_("PDF file"),
        allow_empty_file=False,
        widget=forms.FileInput(
            attrs={
                "accept": "application/pdf,.pdf",
                "class": "form-control",
                "aria-describedby": "about-file",
            }
        ),
        error_messages={
            "required": _("Choose the PDF file to check."),
            "missing": _("Choose the PDF file to check."),
            "empty": _("The file is empty."),
            "invalid": _("Choose the PDF file to check."),
        },
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """Refuse what is too large to be one of ours."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(too_large(), code="large")
        return file


class TraitsForm(forms.Form):
    """What the browser found out about a file that it keeps."""

    traits = forms.JSONField()

    def clean_traits(self) -> Traits:
        """Return the traits; refuses what no browser of ours sends."""
        told = self.cleaned_data["traits"]
        try:
            return Traits(
                sha256=_hash(told["sha256"]),
                size=_size(told["size"]),
                is_pdf=bool(told["pdf"]),
                ends={_hash(sha256): _size(size) for size, sha256 in told["ends"][:MOST]},
                codes=tuple(filter(None, (normal_code(code) for code in told["codes"][:MOST]))),
                seals=tuple(bytes.fromhex(seal) for seal in told["seals"][:MOST_SEALS]),
            )
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise forms.ValidationError(_("Choose the PDF file to check."), code="shape") from error


def _hash(told: str) -> str:
    if not re.fullmatch("[0-9a-f]{64}", told):
        raise ValueError(told)
    return told


def _size(told: object) -> int:
    if not isinstance(told, int) or not 0 <= told <= MOST_BYTES:
        raise ValueError(told)
    return told


class CodeForm(forms.Form):
    """A code to be looked up."""

    code = forms.CharField(
        label=_("Verification code"),
        max_length=100,
        error_messages={"required": _("Type the code printed on every page.")},
        widget=forms.TextInput(
            attrs={
                "class": "form-control",
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "placeholder": "XXXX-XXXX-XXXX-XXXX",
                "aria-describedby": "about-code code-error",
            }
        ),
    )

    def clean_code(self) -> str:
        """Return the code in its one spelling."""
        code = normal_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(
                _("A code has sixteen letters and digits, in four groups of four."), code="shape"
            )
        return code


def too_large() -> str:
    """Say what the largest file is."""
    return gettext("The file is larger than %s.") % largest_in_words()


def largest_in_words() -> str:
    """Return how large a file may be: "20 MB", without the decimal that Django would add."""
    return re.sub(r"[.,]0(?!\d)", "", filesizeformat(MOST_BYTES))
