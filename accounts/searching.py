"""Choosing one of many by typing, as forms of the administration ask it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils.text import capfirst


class NamedSearch(AutocompleteSelect):
    """A choice found by typing that says, while nothing is chosen, what is chosen here."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """The field's name is what stands in the empty box; what opens is in main."""
        made = super().build_attrs(base_attrs, extra_attrs)
        name = f"{capfirst(str(self.field.verbose_name))}…"
        return {**made, "data-placeholder": name, "data-dropdown-parent": "#main"}

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """What is chosen, to be shown again; what can be no key the field refuses, and is not."""
        keys = [one for one in value if str(one).isdecimal()]
        return super().optgroups(name, keys, attr)

    @property
    def media(self) -> forms.Media:
        """What Django's box needs, and after it what names its parts."""
        return super().media + forms.Media(js=("admin/js/autocomplete.js", "js/manage.js"))
