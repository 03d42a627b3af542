"""Rows under a form of the administration: as many as were sent, whatever number is claimed."""

import re
from typing import TYPE_CHECKING, Any

from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property

# Django's classes take their model in brackets for the type checker only.
if TYPE_CHECKING:
    InlineRows = BaseInlineFormSet[Any, Any, Any]
else:
    InlineRows = BaseInlineFormSet


class SentRows(InlineRows):
    """Rows of which none is made that has no field in what was sent.

    Without that, a claim of many rows makes Django fill a page with two thousand empty ones.
    """

    def total_form_count(self) -> int:
        """The rows that were claimed, at most those that were sent; each sends its key."""
        claimed = super().total_form_count()
        return min(claimed, self._sent) if self.is_bound else claimed

    @cached_property
    def _sent(self) -> int:
        field_of_row = re.compile(rf"{re.escape(str(self.prefix))}-(\d+)-")
        return len({found[1] for name in self.data if (found := field_of_row.match(name))})
