"""Home by role: staff go to their desk; customers see what needs them and what they have."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, DecimalField, ExpressionWrapper, F, Q, Sum, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts.clock import today
from accounts.standing import Standing
from macd import operations, policy, queries
from macd.models import Document
from macd.views.common import standing_for
from macd.views.company.inviting import waiting_of
from macd.views.company.leaving import notices_for
from macd.views.navigation import is_there
from macd.views.shown.ball import is_delivered, is_yours, waits_for
from macd.views.shown.cards import document_cards
from macd.views.stock.installed import by_office, service_cards
from macd.vocabulary import Side, Status
from macd.wording import title_of
from offices.models import Office, OfficeStatus
from services.models import ServicePeriod

MOST_DOCUMENTS = 100
SHOWN_DOCUMENTS = 9
MOST_OFFICES = 50
SHOWN_AT_OFFICE = 8
FEW_SERVICES = 12
ORDER = ("offering_version__offering__family", "service__service_id")
DELIVERED = gettext_lazy("Check what was delivered for %(number)s")
# What a document asks of a customer, and where that is done.
ASKED: dict[str, tuple[Any, str]] = {
    Status.AWAITING_SIGNATURE: (gettext_lazy("Sign %(number)s"), "document_sign"),
    Status.AWAITING_CUSTOMER: (gettext_lazy("Answer about %(number)s"), "document"),
    Status.AWAITING_COMPANY: (gettext_lazy("Agree to %(number)s"), "document"),
    # Held for something on the customer's side; what is delivered is to be accepted.
    Status.ON_HOLD: (gettext_lazy("%(number)s waits for something from you"), "document"),
    Status.IN_DELIVERY: (gettext_lazy("%(number)s waits for something from you"), "document"),
    Status.DRAFT: (gettext_lazy("Complete and send %(number)s"), "document"),
}


@login_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The page behind the product's name."""
    standing = standing_for(request)
    desk = desk_of(standing)
    if desk and not standing.memberships:
        asked = request.META.get("QUERY_STRING", "")
        return redirect(f"{reverse(desk)}?{asked}" if asked else reverse(desk))
    invitations = operations.invitations_to(standing, on=today())
    if not standing.memberships and invitations:
        return redirect("invitations")
    documents = list(
        queries.with_all(queries.open_documents(standing)).order_by("-updated_at", "-id")[
            :MOST_DOCUMENTS
        ]
    )
    needs = [*needs_of(standing, documents), *_suggested(standing, documents)]
    offices = places_of(standing)
    page = {
        "needs": needs,
        "cards": document_cards(documents[:SHOWN_DOCUMENTS], standing),
        "more_documents": max(len(documents) - SHOWN_DOCUMENTS, 0),
        "offices": offices,
        "all_offices": sum(place["office"] is not None for place in offices) == MOST_OFFICES,
        "unfolded": sum(place["count"] for place in offices) <= FEW_SERVICES,
        "invited": waiting_of(invitations),
        "notices": notices_for(standing),
        "belongs": bool(standing.memberships),
        "may_start": any(policy.may_start(standing, m.customer_id) for m in standing.memberships),
    }
    return render(request, "macd/home.html", page)


def desk_of(standing: Standing) -> str:
    """The desk of a member of staff; empty for who has none."""
    desks = (
        (policy.is_account_manager, "inbox"),
        (policy.is_operations, "operations"),
        (policy.is_finance, "cancellations"),
        (policy.is_auditor, "documents"),
        (policy.is_administrator, "admin:index"),
    )
    return next((name for has, name in desks if has(standing) and is_there(name)), "")


def needs_of(standing: Standing, documents: list[Document]) -> list[dict[str, str]]:
    """What waits for this person: to sign, to answer, to agree to, to complete."""
    return [
        {
            "label": str(_asked(document)) % {"number": document.number},
            "text": waits_for(document) or title_of(document),
            "url": reverse(ASKED[document.status][1], args=[document.number]),
        }
        for document in sorted(
            documents, key=lambda one: list(ASKED).index(one.status) if one.status in ASKED else 9
        )
        if document.status in ASKED and is_yours(standing, document)
    ]


def _asked(document: Document) -> Any:
    delivered = document.status == Status.IN_DELIVERY and is_delivered(document)
    return DELIVERED if delivered else ASKED[document.status][0]


def _suggested(standing: Standing, documents: list[Document]) -> list[dict[str, str]]:
    """Documents in which the account manager suggests something that the reader may decide on."""
    waiting = set(
        queries.proposals_in(documents)
        .filter(side=Side.PROVIDER)
        .values_list("document_id", flat=True)
    )
    return [
        {
            "label": _("Decide on suggestions in %(number)s") % {"number": document.number},
            "text": title_of(document),
            "url": document.get_absolute_url(),
        }
        for document in documents
        if document.pk in waiting and policy.side_of(standing, document) == Side.CUSTOMER
    ]


def places_of(standing: Standing) -> list[dict[str, Any]]:
    """Each office with its first services; what is tied to none comes last."""
    on = today()
    open_offices = queries.offices_for(standing).exclude(status=OfficeStatus.CLOSED)
    offices = list(open_offices[:MOST_OFFICES])
    shown = list(_first_at(standing, offices))
    there = by_office(shown)
    cards = {card["service_id"]: card for card in service_cards(standing, shown, on=on)}
    places = [(office, there.get(office.pk, [])) for office in offices]
    rows = [_place(office, here, cards) for office, here in places]
    if there.get(None):
        rows.append(_place(None, there[None], cards))
    return rows


def _first_at(standing: Standing, offices: list[Office]) -> Any:
    """The first services of each office and of none, each with what all there count and cost.

    The database counts: a company of thousands of services does not come here to be added up.
    """
    there = [F("office_id")]
    price = ExpressionWrapper(F("recurring_price") * F("quantity"), output_field=DecimalField())
    return (
        installed_for(standing)
        .filter(Q(office=None) | Q(office__in=offices))
        .annotate(
            nth=Window(RowNumber(), partition_by=there, order_by=ORDER),
            all_there=Window(Count("pk"), partition_by=there),
            price_there=Window(Sum(price), partition_by=there),
        )
        .filter(nth__lte=SHOWN_AT_OFFICE)
    )


def installed_for(standing: Standing) -> Any:
    """What is installed today, of what a person may see."""
    services = queries.services_for(standing).values("pk")
    return (
        ServicePeriod.objects.filter(service__in=services, valid__contains=today())
        .select_related(
            "service__agreement", "service__customer", "offering_version__offering", "office"
        )
        .order_by(*ORDER)
    )


def _place(office: Office | None, here: list[Any], cards: dict[str, Any]) -> dict[str, Any]:
    count = here[0].all_there if here else 0
    return {
        "office": office,
        "name": office.name if office else _("Not tied to an office"),
        "url": reverse("office", args=[office.public_id]) if office else reverse("offices"),
        "services": [cards[period.service.service_id] for period in here],
        "more": count - len(here),
        "count": count,
        "price": here[0].price_there if here else Decimal(0),
    }
