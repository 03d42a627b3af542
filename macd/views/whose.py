"""Choosing the customer that a page is about, by name or number."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from accounts.enterprise_numbers import vat_number
from accounts.models import Customer

MOST = 50
MOST_WORDS = 6


def ask_whose(request: HttpRequest, customers: QuerySet[Customer], template: str) -> HttpResponse:
    """Show those of the customers, in their order, whose name or number holds each word searched.

    Each leads to the same page with ``?customer=`` and its public id.
    """
    search = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    for word in search.split()[:MOST_WORDS]:
        number = word.upper().removeprefix("BE").replace(".", "")
        named = Q(legal_name__icontains=word)
        if number:
            named |= Q(enterprise_number__startswith=number)
        customers = customers.filter(named)
    found = list(customers[: MOST + 1])
    page = {"search": search, "choices": _cards(found[:MOST]), "more": len(found) > MOST}
    return render(request, template, page)


def _cards(customers: list[Customer]) -> list[dict[str, Any]]:
    return [
        {
            "url": "?" + urlencode({"customer": str(one.public_id)}),
            "label": one.legal_name,
            "text": vat_number(one.enterprise_number),
            "icon_name": "building-2",
        }
        for one in customers
    ]
