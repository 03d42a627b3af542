"""An account manager's inbox: what is open in the portfolio, and which queue it belongs in."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import (
    Count,
    DateField,
    DecimalField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Abs, Coalesce, TruncDate

from accounts.models import Customer, Person
from accounts.standing import Standing
from macd import policy
from macd.models import Document, SavedView, Section, Snooze
from macd.queries.reach import customers_managed_by, open_documents
from macd.vocabulary import Party, SectionName, Status
from macd.workflow import FINAL

PROMISED = (Status.SIGNED, Status.IN_DELIVERY)


def inbox_for(standing: Standing, *, on: date) -> QuerySet[Document]:
    """The open documents of a portfolio, the next breach first.

    Each row has ``due_on`` (until when who has the ball is in time, else the promised day, else
    since when it waits), ``sleeps`` (whether the reader snoozed it and nothing happened since),
    ``worth`` (what it changes a month, whichever way) and ``urgent``.
    """
    asleep = _snoozed(standing, on).filter(document=OuterRef("pk"), revision=OuterRef("revision"))
    urgent = Section.objects.filter(
        document=OuterRef("pk"), name=SectionName.REQUEST, data__urgent=True
    )
    return (
        open_documents(standing)
        .filter(account_manager__in=policy.managed_by(standing))
        .annotate(
            due_on=Coalesce(
                "act_by", "committed_on", TruncDate("ball_since"), output_field=DateField()
            ),
            sleeps=Exists(asleep),
            urgent=Exists(urgent),
            worth=Coalesce(Abs("monthly_difference"), 0, output_field=DecimalField()),
        )
        .order_by("due_on", "id")
    )


def sleeps(standing: Standing, document: Document, *, on: date) -> bool:
    """Whether the reader snoozed a document and nothing happened to it since."""
    own = _snoozed(standing, on).filter(document=document.pk, revision=document.revision)
    return own.exists()


def _snoozed(standing: Standing, on: date) -> QuerySet[Snooze]:
    """What a person put out of their sight beyond a day."""
    return Snooze.objects.filter(person=standing.person_id, until_on__gt=on)


def inbox_queues(standing: Standing, *, on: date, risk_on: date) -> dict[str, Q]:
    """What belongs in each queue on a day; ``risk_on`` is the last day that is near.

    What the reader snoozed stands in its own queue and among all, nowhere else.
    """
    mine = Q(ball=Party.ACCOUNT_MANAGER)
    awake = {
        "needs_me": mine,
        "due_today": (mine & Q(act_by__lte=on)) | Q(act_by=None, committed_on=on),
        "at_risk": Q(status__in=PROMISED, committed_on__gte=on, committed_on__lte=risk_on),
        "overdue": Q(committed_on__lt=on),
        "waiting_customer": Q(ball=Party.CUSTOMER),
        "waiting_carrier": Q(ball=Party.CARRIER),
        "waiting_delivery": Q(ball__in=[Party.OPERATIONS, Party.FINANCE]),
        "to_approve": Q(status=Status.AWAITING_SECOND_APPROVAL),
        "new": Q(submitted_at__date__gt=on - timedelta(days=7)),
        "substituting": Q(account_manager__in=policy.deputised(standing)),
    }
    queues = {name: condition & Q(sleeps=False) for name, condition in awake.items()}
    return {**queues, "snoozed": Q(sleeps=True), "all": Q()}


def saved_views_for(standing: Standing) -> QuerySet[SavedView]:
    """A person's own views, and those that colleagues share."""
    own = Q(owner=standing.person_id)
    return SavedView.objects.filter(own | Q(shared=True)).select_related("owner").order_by("name")


def names_of(people: Iterable[int]) -> list[tuple[int, str]]:
    """People by id and name, in the order of their names."""
    rows = Person.objects.filter(pk__in=people, is_active=True)
    return list(rows.order_by("name", "pk").values_list("pk", "name"))


def all_names_of(people: Iterable[int]) -> dict[int, str]:
    """People's names by id, also of those who have left."""
    return dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))


def customers_and_open(standing: Standing) -> QuerySet[Customer]:
    """The customers that a person looks after, each with its account manager and how many
    requests are open (``open_count``)."""
    open_here = (
        Document.objects.filter(customer=OuterRef("pk"))
        .exclude(status__in=sorted(FINAL))
        .order_by()
        .values("customer")
        .annotate(count=Count("pk"))
        .values("count")
    )
    return (
        customers_managed_by(standing)
        .select_related("account_manager")
        .annotate(open_count=Coalesce(Subquery(open_here), 0))
    )
