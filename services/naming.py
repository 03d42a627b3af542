"""How the administration names offerings: by the name of the newest version, not by their code."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from services.models import Offering, OfferingVersion
from services.texts import in_language

# Django's class takes its model in brackets for the type checker only.
if TYPE_CHECKING:
    ChoiceBase = forms.ModelChoiceField[Offering]
else:
    ChoiceBase = forms.ModelChoiceField


def with_names(offerings: QuerySet[Offering]) -> QuerySet[Offering]:
    """Offerings that know the names of their newest version, as ``named``."""
    newest = OfferingVersion.objects.filter(offering=OuterRef("pk")).order_by("-number")
    return offerings.annotate(named=Subquery(newest.values("names")[:1]))


def name_of(offering: Any) -> str:
    """What one of ``with_names`` is called in the language of the page; its code where nothing."""
    return in_language(offering.named) if offering.named else str(offering.code)


class OfferingChoice(ChoiceBase):
    """An offering, by its name; two of one name are told apart by their codes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "queryset": with_names(Offering.objects.all())})

    def label_from_instance(self, obj: Offering) -> str:
        """Its name, and its code behind it."""
        return f"{name_of(obj)} ({obj.code})"


class NamesOfferings:
    """Forms of the administration that choose an offering by its name."""

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest | None, **kwargs: Any
    ) -> Any:
        """The field, and each offering with its name."""
        if db_field.related_model is Offering:
            kwargs["form_class"] = OfferingChoice
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
