"""Choosing the customer that a page is about, by name."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from accounts.models import Customer

MOST = 50


def ask_whose(request: HttpRequest, customers: QuerySet[Customer], template: str) -> HttpResponse:
    """Show those of the customers, in their order, whose name holds what was searched.

    Each leads to the same page with ``?customer=`` and its public id.
    """
    search = request.GET.get("q", "").replace("\x00", "")[:100].strip()
    if search:
        customers = customers.filter(legal_name__icontains=search)
    choices = [
        {
            "url": "?" + urlencode({"customer": str(one.public_id)}),
            "label": one.legal_name,
            "text": one.enterprise_number,
            "icon_name": "building-2",
        }
        for one in customers[:MOST]
    ]
    return render(request, template, {"search": search, "choices": choices})
