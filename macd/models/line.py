"""What a document does to one service, and how lines belong together."""

from datetime import datetime

from django.db import models
from django.db.models import Q, Value

from accounts.tenancy import CustomerOwned
from macd.fieldwork import HELD_REASONS
from macd.models.document import Document, RevisionConflict
from macd.vocabulary import Action, Decision, LineStatus, Party, Relation
from macd.workflow import LINE_FINAL


class Line(CustomerOwned):
    """One item. ``current`` is what the inventory said, frozen at submission; ``desired`` what
    is asked. Both are ``{code: value}``; money is per month, excl. VAT.

    ``promised_on`` is the day promised at signature, ``committed_on`` the one that holds now;
    ``accepts_on`` the first day on which a delivery counts as accepted by itself.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=10, choices=Action.choices)
    decision = models.CharField(max_length=8, choices=Decision.choices, blank=True)
    status = models.CharField(max_length=12, choices=LineStatus.choices, default=LineStatus.OPEN)
    service = models.ForeignKey(
        "services.Service", null=True, on_delete=models.PROTECT, related_name="+"
    )
    offering_version = models.ForeignKey(
        "services.OfferingVersion", on_delete=models.PROTECT, related_name="+"
    )
    current_offering_version = models.ForeignKey(
        "services.OfferingVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )
    agreement = models.ForeignKey(
        "services.Agreement", null=True, on_delete=models.PROTECT, related_name="+"
    )
    billing_account = models.ForeignKey(
        "accounts.BillingAccount", null=True, on_delete=models.PROTECT, related_name="+"
    )
    place_from = models.ForeignKey(
        "offices.Office", null=True, on_delete=models.PROTECT, related_name="+"
    )
    place_to = models.ForeignKey(
        "offices.Office", null=True, on_delete=models.PROTECT, related_name="+"
    )
    current = models.JSONField(default=dict)
    desired = models.JSONField(default=dict)
    quantity_before = models.PositiveIntegerField(null=True)
    quantity = models.PositiveIntegerField(default=1)
    number_actions = models.JSONField(default=dict)
    # What a decision about a number needs beside it: service, forward_to, reason, size.
    number_details = models.JSONField(default=dict, db_default={})
    # The service at the new office that takes over, where one does.
    replaced_by = models.ForeignKey(
        "services.Service", null=True, on_delete=models.PROTECT, related_name="+"
    )
    # Numbers that come from another operator with this line (rule 41).
    port_in = models.JSONField(default=dict, db_default={})
    # Rented devices that go back when its service ends, frozen with the content (rule 53).
    returns = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    requested_on = models.DateField(null=True, blank=True)
    committed_on = models.DateField(null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    # How many of a new service are installed already, while the rest is still to come.
    delivered_quantity = models.PositiveIntegerField(default=0, db_default=0)
    until_on = models.DateField(null=True, blank=True)
    no_return_on = models.DateField(null=True, blank=True)
    price_before = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    price_after = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    price_once = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    held_for = models.CharField(max_length=16, choices=Party.choices, blank=True)
    held_reason = models.TextField(blank=True)
    held_until = models.DateField(null=True, blank=True)
    # The number of the amendment that this line waits for, and what works cost that it quotes.
    held_by = models.CharField(max_length=40, blank=True, db_default="")
    # The case that ends it, where finance stops it because its customer leaves (rule 59).
    stops_with = models.CharField(max_length=40, blank=True, db_default="")
    works_once = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    # What it costs more a month than its price, as was found after the signature (rule 20).
    monthly_more = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    # Why it is held, said in each reader's language; ``held_reason`` is what was said beside it.
    held_code = models.CharField(max_length=24, choices=HELD_REASONS, blank=True, db_default="")
    promised_on = models.DateField(null=True, blank=True)
    accepts_on = models.DateField(null=True, blank=True)
    serials = models.JSONField(default=list)
    circuit_id = models.CharField(max_length=60, blank=True, db_default="")
    numbers = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    new_service_id = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="line_number"),
            models.UniqueConstraint(
                fields=["document", "service", "action"], name="one_line_per_service_and_action"
            ),
            models.CheckConstraint(
                condition=Q(action=Action.ADD) | Q(service__isnull=False),
                name="line_names_its_service",
            ),
            models.CheckConstraint(
                condition=~Q(status=LineStatus.HELD) | ~Q(held_for=""), name="held_line_has_a_party"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[LineStatus.DELIVERED, LineStatus.COMPLETED])
                | Q(delivered_on__isnull=False),
                name="delivered_line_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(monthly_more=None) | Q(monthly_more__gt=0),
                name="found_price_is_higher",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_id}/{self.number}"

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.status in LINE_FINAL

    @property
    def has_parts(self) -> bool:
        """Whether it can be delivered in parts: several pieces of one new service."""
        return self.action == Action.ADD and not self.decision and self.quantity > 1

    def advance(self, *, to: LineStatus, at: datetime, **values: object) -> None:
        """Move to another status, if nobody else moved it first: the only writer of ``status``."""
        done = Line.objects.filter(id=self.id, status=self.status).update(status=to, **values)
        if not done:
            raise RevisionConflict(f"{self.document_id}/{self.number}")
        self.status = to
        for name, value in values.items():
            setattr(self, name, value)


class LineRelation(CustomerOwned):
    """One line that belongs to another, such as a Move's stop to its new start (domain.md §4)."""

    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="related_from")
    relation = models.CharField(max_length=16, choices=Relation.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "other", "relation"], name="relation_once"),
            models.CheckConstraint(condition=~Q(line=models.F("other")), name="not_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.relation} {self.other_id}"
