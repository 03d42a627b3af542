"""Lists of the administration: an address that makes no sense leads to the whole list."""

from typing import Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.db import DataError, transaction
from django.http import HttpRequest


class Listed(ChangeList):
    """A list that says of an address which the database cannot take that it makes no sense."""

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page. Raises IncorrectLookupParameters, which leads to the whole list."""
        try:
            with transaction.atomic():
                super().get_results(request)
        except (DataError, OverflowError) as error:
            raise IncorrectLookupParameters(error) from error


class ListedRows:
    """Lists rows by ``Listed``, on every page of the administration."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list of the page."""
        return Listed
