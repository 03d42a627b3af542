"""Limits of numbers that a person gives; a message writes them as its language writes numbers."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import BaseValidator, MaxValueValidator, MinValueValidator
from django.utils.formats import number_format


def grouped(number: Decimal | int) -> str:
    """A number with its thousands apart: "1,000,000" in English, "1.000.000" in Dutch."""
    return str(number_format(number, use_l10n=True, force_grouping=True))


class Told:
    """Tells its limit as the reader's language writes it."""

    def __call__(self, value: Any) -> None:
        """Raises ValidationError beyond the limit."""
        try:
            super().__call__(value)  # type: ignore[misc]
        except ValidationError as beyond:
            told = {**(beyond.params or {})}
            told["limit_value"] = grouped(told["limit_value"])
            raise ValidationError(beyond.message, code=beyond.code, params=told) from None


class Most(Told, MaxValueValidator):
    """No more than the limit."""


class Least(Told, MinValueValidator):
    """No less than the limit."""


TELLING: dict[type[BaseValidator], type[BaseValidator]] = {
    MaxValueValidator: Most,
    MinValueValidator: Least,
}


def telling(validators: Iterable[Any]) -> list[Any]:
    """The validators, those of limits with ones that tell them so."""
    return [
        TELLING[type(one)](one.limit_value, one.message) if type(one) in TELLING else one
        for one in validators
    ]


class IntegerField(forms.IntegerField):
    """A whole number within limits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = telling(self.validators)


class DecimalField(forms.DecimalField):
    """A number within limits."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators = telling(self.validators)
