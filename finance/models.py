"""What finance decides in a case beside the ends, its letters, calls owed, the value of months."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import CustomerOwned


class LineDecision(models.TextChoices):
    """What becomes of an item that is open when a case is accepted (rule 59)."""

    STOP = "stop", _("Stop")
    FINISH = "finish", _("Finish")
    COSTED = "costed", _("Stop and charge what was done")


class NumberDecision(models.TextChoices):
    """What becomes of a number when its service ends (rule 50)."""

    RELEASE = "release", _("Give it up")
    PORT_OUT = "port_out", _("Take it to another operator")


class CaseLine(CustomerOwned):
    """Finance's decision about one open item; ``cost`` excl. VAT is what was done already."""

    case = models.ForeignKey(
        "services.CancellationCase", on_delete=models.PROTECT, related_name="line_decisions"
    )
    # An item that is taken out of a request takes what was decided about it along.
    line = models.ForeignKey("macd.Line", on_delete=models.CASCADE, related_name="+")
    decision = models.CharField(_("decision"), max_length=10, choices=LineDecision)
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=4, default=0)
    reason = models.TextField(_("reason"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ("case", "id")
        verbose_name = _("decision about an open item")
        verbose_name_plural = _("decisions about open items")
        constraints = (
            models.UniqueConstraint(fields=("case", "line"), name="one_decision_per_open_item"),
            models.CheckConstraint(
                condition=Q(decision="costed", cost__gt=0)
                | Q(decision__in=("stop", "finish"), cost=0),
                name="costed_item_has_a_cost",
            ),
        )

    def __str__(self) -> str:
        return f"{self.line_id} · {self.decision}"


class CaseNumber(CustomerOwned):
    """What the customer, or finance for it, decided about one number."""

    case = models.ForeignKey(
        "services.CancellationCase", on_delete=models.PROTECT, related_name="number_decisions"
    )
    number = models.ForeignKey("services.ServiceNumber", on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("decision"), max_length=10, choices=NumberDecision)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ("case", "id")
        verbose_name = _("decision about a number")
        verbose_name_plural = _("decisions about numbers")
        constraints = (
            models.UniqueConstraint(fields=("case", "number"), name="one_decision_per_number"),
            models.CheckConstraint(
                condition=Q(decision__in=NumberDecision.values), name="number_decision_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number_id} · {self.decision}"


class CaseLetter(CustomerOwned):
    """The confirmation that the customer gets: what it is made of, frozen, and its sealed file.

    A later version takes the place of the one before.
    """

    case = models.ForeignKey(
        "services.CancellationCase", on_delete=models.PROTECT, related_name="letters"
    )
    version = models.PositiveIntegerField(_("version"))
    code = models.CharField(_("verification code"), max_length=19, unique=True)
    content_hash = models.CharField(_("content hash"), max_length=64)
    render_input = models.JSONField()
    owed_at = models.DateTimeField(_("owed at"))
    stored_file = models.ForeignKey(
        "files.StoredFile", on_delete=models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField(_("made at"), null=True)

    class Meta:
        ordering = ("case", "-version")
        verbose_name = _("confirmation letter")
        verbose_name_plural = _("confirmation letters")
        constraints = (
            models.UniqueConstraint(fields=("case", "version"), name="one_letter_per_version"),
            models.CheckConstraint(
                condition=Q(stored_file=None, made_at=None)
                | Q(stored_file__isnull=False, made_at__isnull=False),
                name="made_letter_has_its_file",
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id} v{self.version}"


class CallBack(CustomerOwned):
    """Somebody of a company that thinks of leaving wants to be called: a task until it is done.

    It has no legal effect (rule 56).
    """

    public_id = models.UUIDField(default=uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who wants to be called"),
    )
    asked_at = models.DateTimeField(_("asked at"))
    done_at = models.DateTimeField(_("called at"), null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        verbose_name=_("called by"),
    )
    outcome = models.TextField(_("what came of it"), blank=True)

    class Meta:
        ordering = ("asked_at", "id")
        verbose_name = _("wish to be called")
        verbose_name_plural = _("wishes to be called")
        constraints = (
            models.UniqueConstraint(
                fields=("customer", "person"),
                condition=Q(done_at=None),
                name="one_open_wish_to_be_called",
            ),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, outcome="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome="")),
                name="call_that_was_made_has_its_facts",
            ),
        )

    def __str__(self) -> str:
        return f"{self.customer_id} {self.person_id}"


class MonthValue(models.Model):
    """A share of what the documents signed in a month are worth: excl. VAT, a month.

    The database keeps it, in the transaction that signs a document or lets an item come to
    nothing; a figure is the sum of its shares. Only staff read it, and nobody writes it.
    """

    first_on = models.DateField(_("month"))
    what = models.CharField(_("what"), max_length=10)
    share = models.PositiveSmallIntegerField(_("share"))
    worth = models.DecimalField(_("a month"), max_digits=18, decimal_places=4)
    items = models.IntegerField(_("items"))

    class Meta:
        ordering = ("first_on", "what", "share")
        verbose_name = _("value of a month")
        verbose_name_plural = _("values of months")
        constraints = (
            models.UniqueConstraint(
                fields=("first_on", "what", "share"), name="one_value_per_share"
            ),
            models.CheckConstraint(
                condition=Q(what__in=("added", "changed", "ended")), name="month_value_is_known"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first_on} {self.what} {self.share}"


class ExportPart(models.Model):
    """Rows of a sheet that a job prepares; in the order of their places they are the whole."""

    job = models.ForeignKey("services.Job", on_delete=models.CASCADE, related_name="finance_parts")
    place = models.PositiveIntegerField(_("place"))
    content = models.BinaryField(_("content"))

    class Meta:
        ordering = ("job", "place")
        verbose_name = _("part of an export")
        verbose_name_plural = _("parts of exports")
        constraints = (
            models.UniqueConstraint(fields=("job", "place"), name="one_export_part_per_place"),
        )

    def __str__(self) -> str:
        return f"{self.job_id} {self.place}"
