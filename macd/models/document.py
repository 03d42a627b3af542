"""A document, its frozen versions, its history, and the keys that make writes happen once."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.urls import reverse

from accounts.tenancy import CustomerOwned
from macd.fieldwork import HELD_REASONS
from macd.vocabulary import (
    Actor,
    Bond,
    Channel,
    Happening,
    Kind,
    LineStep,
    Party,
    Reminder,
    Status,
    Step,
)
from macd.workflow import FINAL


def root_number(number: str) -> str:
    """The number of the document that an amendment's number is under (decisions.md 9)."""
    return "-".join(number.split("-")[:3])


class RevisionConflict(Exception):
    """Somebody else wrote the document since it was read (promise 4)."""


class Document(CustomerOwned):
    """One MACD request; "document" to the customer once it is signed."""

    number = models.CharField(max_length=32, unique=True)
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    status = models.CharField(max_length=32, choices=Status.choices, default=Status.DRAFT)
    resume_status = models.CharField(max_length=32, choices=Status.choices, blank=True)
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=0)
    content_hash = models.CharField(max_length=64, blank=True)

    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    asked_by = models.CharField(max_length=200, blank=True)
    asked_channel = models.CharField(max_length=8, choices=Channel.choices, blank=True)
    received_on = models.DateField(null=True, blank=True)
    shared = models.BooleanField(default=False)
    # Whom the company's own rule asks to agree first; anybody who may, where it names nobody.
    company_approver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    finance_decides = models.BooleanField(default=False)
    surveyed = models.BooleanField(default=False, db_default=False)

    office = models.ForeignKey(
        "offices.Office", null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_office = models.ForeignKey(
        "offices.Office", null=True, on_delete=models.PROTECT, related_name="+"
    )
    language = models.CharField(max_length=2)
    reference = models.CharField(max_length=100, blank=True)
    po_number = models.CharField(max_length=100, blank=True)
    follow_up_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="follow_ups"
    )
    # The request with which it makes one whole, and how: another place, or the way back.
    bound_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="bound"
    )
    bond = models.CharField(max_length=8, choices=Bond.choices, blank=True, db_default="")
    # What a survey or the carrier found after the signature, where that opened it (rule 20).
    finding = models.JSONField(default=dict, blank=True, db_default=Value({}, models.JSONField()))
    requested_on = models.DateField(null=True, blank=True)
    committed_on = models.DateField(null=True, blank=True)
    completed_on = models.DateField(null=True, blank=True)

    monthly_difference = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    at_stake = models.DecimalField(max_digits=16, decimal_places=4, null=True)

    ball = models.CharField(max_length=16, choices=Party.choices, default=Party.CUSTOMER)
    ball_since = models.DateTimeField()
    # The last day on which whoever has the ball is in time; empty where a promised day says it.
    act_by = models.DateField(null=True, blank=True)
    # For what it waits: the code of an item that is held, and what people wrote.
    waiting_code = models.CharField(max_length=24, choices=HELD_REASONS, blank=True, db_default="")
    waiting_for = models.TextField(blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="document_kind"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="document_status"),
            models.CheckConstraint(
                condition=~Q(status__in=[Status.ON_HOLD, Status.WITHDRAWAL_REQUESTED])
                | ~Q(resume_status=""),
                name="held_document_knows_where_it_came_from",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(status__in=sorted(FINAL)),
                name="closed_document_is_final",
            ),
            models.CheckConstraint(
                condition=Q(bound_to__isnull=True, bond="")
                | Q(bound_to__isnull=False, bond__in=Bond.values),
                name="bound_document_says_how",
            ),
            models.UniqueConstraint(
                fields=["bound_to"],
                condition=Q(bond=Bond.BACK) & ~Q(status__in=sorted(FINAL - {Status.COMPLETED})),
                name="one_way_back",
            ),
            models.UniqueConstraint(
                fields=["root"],
                condition=Q(root__isnull=False, signed_at__isnull=True)
                & ~Q(status__in=sorted(FINAL)),
                name="one_open_amendment",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-updated_at", "-id"], name="document_by_customer"),
            models.Index(
                fields=["account_manager", "ball_since", "id"], name="document_by_manager"
            ),
            models.Index(
                fields=["account_manager", "id"],
                condition=~Q(status__in=sorted(FINAL)),
                name="open_document_by_manager",
            ),
            models.Index(
                fields=["signed_at"],
                condition=Q(signed_at__isnull=False),
                name="signed_document_by_day",
            ),
            models.Index(
                fields=["status", "ball_since", "id"],
                condition=~Q(status__in=sorted(FINAL)),
                name="open_document_by_status",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Where the document is read."""
        return reverse("document", args=[self.number])

    @property
    def is_final(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.status in FINAL

    def may_have(self, part: str) -> bool:
        """Whether a part (family, files, comments, visits, case, rule) has to be asked for.

        Yes, unless the document was read together with the answer that there is none.
        """
        return bool(getattr(self, f"has_{part}", True))

    @property
    def root_number(self) -> str:
        """Its own number, or for an amendment that of the document it amends."""
        return root_number(self.number)

    def write(self, *, at: datetime, **values: object) -> None:
        """Write columns if nobody else wrote since this object was read.

        The row count of one conditional UPDATE is the verdict, so two writers of the same
        revision have one winner. Raises RevisionConflict for the other (promise 4).
        """
        done = Document.objects.filter(
            id=self.id, revision=self.revision, status=self.status
        ).update(revision=F("revision") + 1, updated_at=at, **values)
        if not done:
            raise RevisionConflict(self.number)
        self.revision += 1
        self.updated_at = at
        for name, value in values.items():
            setattr(self, name, value)

    def advance(self, *, to: Status, ball: Party, at: datetime, **values: object) -> None:
        """Move to another status: the only writer of ``status``; see ``write`` for races."""
        if ball != self.ball:
            values["ball_since"] = at
        if to in FINAL:
            values["closed_at"] = at
        self.write(at=at, status=to, ball=ball, **values)


class DocumentVersion(CustomerOwned):
    """Content as it was put up for submission, approval or signature; never changed after."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    content_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="version_number"),
        ]

    def __str__(self) -> str:
        return f"{self.document_id} v{self.number}"


class DocumentEvent(CustomerOwned):
    """One thing that happened to a document; people by id, so that names stay where they live."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="events")
    step = models.CharField(max_length=32)
    line_number = models.PositiveIntegerField(null=True, blank=True)
    from_status = models.CharField(max_length=32, blank=True)
    to_status = models.CharField(max_length=32, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor = models.CharField(max_length=20, choices=Actor.choices)
    at = models.DateTimeField()
    version = models.PositiveIntegerField()
    content_hash = models.CharField(max_length=64, blank=True)
    note = models.TextField(blank=True)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["document", "id"], name="event_by_document")]

    def __str__(self) -> str:
        return f"{self.step} {self.at:%Y-%m-%d %H:%M}"

    @property
    def step_label(self) -> str:
        """The step in words, whichever table or list it is of."""
        if self.step in Step.values:
            return str(Step(self.step).label)
        if self.step in Happening.values:
            return str(Happening(self.step).label)
        if self.step in Reminder.values:
            return str(Reminder(self.step).label)
        code = self.step.removeprefix("line_")
        return str(LineStep(code).label) if code in LineStep.values else self.step


class IdempotencyKey(models.Model):
    """A write that was made once under a key; asked again, the same answer is given (promise 4)."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=64)
    route = models.CharField(max_length=100)
    body_sha256 = models.CharField(max_length=64)
    location = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="key_once")]

    def __str__(self) -> str:
        return self.key
