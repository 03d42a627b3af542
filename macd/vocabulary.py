"""Codes of the MACD domain and their translated labels; nothing else."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from macd.bonds import Bond as Bond  # noqa: PLC0414 - handed on
from macd.bonds import Relation as Relation  # noqa: PLC0414 - handed on
from macd.purposes import FilePurpose as FilePurpose  # noqa: PLC0414 - handed on
from macd.purposes import Purpose as Purpose  # noqa: PLC0414 - handed on


class Kind(models.TextChoices):
    """What a document asks for; each has one rules module of the same name."""

    MOVE = "move", _("Move")
    ADD = "add", _("Add")
    CHANGE = "change", _("Change")
    DELETE = "delete", _("Delete")


class Status(models.TextChoices):
    """What a document then is (domain.md §3); the label is what the customer reads."""

    DRAFT = "draft", _("Draft")
    AWAITING_COMPANY = "awaiting_company", _("Waiting for your colleague")
    SUBMITTED = "submitted", _("Sent to your account manager")
    IN_REVIEW = "in_review", _("Being completed with you")
    AWAITING_CUSTOMER = "awaiting_customer", _("We need something from you")
    AWAITING_SECOND_APPROVAL = "awaiting_second_approval", _("Being approved")
    AWAITING_SIGNATURE = "awaiting_signature", _("Ready for your signature")
    SIGNED = "signed", _("Signed: we are planning it")
    IN_DELIVERY = "in_delivery", pgettext_lazy("request", "Planned")
    ON_HOLD = "on_hold", _("On hold")
    WITHDRAWAL_REQUESTED = "withdrawal_requested", _("Withdrawal asked")
    WITHDRAWING = "withdrawing", _("Being withdrawn")
    COMPLETED = "completed", pgettext_lazy("request", "Done")
    PARTIAL = "partial", _("Partly done")
    FAILED = "failed", _("Not delivered")
    REJECTED = "rejected", pgettext_lazy("request", "Refused")
    CANCELLED = "cancelled", pgettext_lazy("request", "Closed")
    EXPIRED = "expired", _("Expired")


class LineStatus(models.TextChoices):
    """What one line of a document then is (domain.md §3)."""

    OPEN = "open", pgettext_lazy("item", "Open")
    PLANNED = "planned", pgettext_lazy("item", "Planned")
    HELD = "held", pgettext_lazy("item", "On hold")
    DELIVERED = "delivered", pgettext_lazy("item", "Delivered")
    COMPLETED = "completed", pgettext_lazy("item", "Done")
    FAILED = "failed", pgettext_lazy("item", "Not delivered")
    WITHDRAWN = "withdrawn", pgettext_lazy("item", "Withdrawn")
    SUPERSEDED = "superseded", pgettext_lazy("item", "Replaced by an amendment")


class Action(models.TextChoices):
    """What a line does to one service (TMF622 item action)."""

    ADD = "add", pgettext_lazy("item", "New")
    MODIFY = "modify", pgettext_lazy("item", "Changes")
    DELETE = "delete", pgettext_lazy("item", "Stops")
    NO_CHANGE = "no_change", pgettext_lazy("item", "Stays as it is")


class Decision(models.TextChoices):
    """What becomes of a service of the office that moves (domain.md §4)."""

    MOVE = "move", _("Move it")
    REPLACE = "replace", _("Replace it")
    STOP = "stop", _("Stop it")
    KEEP = "keep", _("Keep it where it is")


class Step(models.TextChoices):
    """What someone does to a document."""

    SUBMIT = "submit", _("Send to your account manager")
    ASK_COLLEAGUE = "ask_colleague", _("Ask a colleague to agree")
    AGREE = "agree", _("Agree and send")
    SEND_BACK = "send_back", _("Send back to the requester")
    DISCARD = "discard", _("Discard the draft")
    EXPIRE = "expire", _("Expire the draft")
    START_REVIEW = "start_review", _("Start on the customer's behalf")
    TAKE_UP = "take_up", _("Take up")
    ASK = "ask", _("Ask the customer")
    RETURN = "return", _("Return to the customer")
    REJECT = "reject", _("Refuse the request")
    ANSWER = "answer", _("Send the answer")
    TIME_OUT = "time_out", _("Close without an answer")
    APPROVE = "approve", _("Approve this version")
    CONFIRM = "confirm", _("Approve as second")
    REVIEW_AGAIN = "review_again", _("Send back for review")
    REVISE = "revise", _("Change it again")
    SIGN = "sign", _("Sign")
    DECLINE = "decline", _("Decline to sign")
    LAPSE = "lapse", _("Let the offer lapse")
    START_DELIVERY = "start_delivery", _("Start delivery")
    HOLD = "hold", _("Put on hold")
    RESUME = "resume", _("Resume")
    REFUSE = "refuse", _("Refuse the request")
    WITHDRAW = "withdraw", _("Withdraw")
    GRANT_WITHDRAWAL = "grant_withdrawal", _("Accept the withdrawal")
    DENY_WITHDRAWAL = "deny_withdrawal", _("Deny the withdrawal")
    CLOSE_WITHDRAWN = "close_withdrawn", _("Close as withdrawn")
    COMPLETE = "complete", _("Complete")
    CLOSE_PARTLY = "close_partly", _("Close as partly done")
    FAIL = "fail", _("Close as not delivered")
    LEAVE = "leave", _("Close because the company leaves")
    MERGE = "merge", _("Put together with another request")


class LineStep(models.TextChoices):
    """What someone does to one line."""

    PLAN = "plan", pgettext_lazy("item", "Plan")
    HOLD = "hold", pgettext_lazy("item", "Put on hold")
    RESUME = "resume", pgettext_lazy("item", "Resume")
    DELIVER = "deliver", pgettext_lazy("item", "Mark as delivered")
    ACCEPT = "accept", pgettext_lazy("item", "Accept")
    REPORT_DEFECT = "report_defect", pgettext_lazy("item", "Report a defect")
    FAIL = "fail", pgettext_lazy("item", "Cannot be delivered")
    WITHDRAW = "withdraw", pgettext_lazy("item", "Withdraw this item")
    SUPERSEDE = "supersede", pgettext_lazy("item", "Replace by an amendment")


class Happening(models.TextChoices):
    """What stands in a document's history beside the steps of the tables."""

    OPEN = "open", _("Start the draft")
    FILL_IN = "fill_in", _("Fill in")
    SUGGEST = "suggest", _("Suggest")
    DECIDE = "decide", _("Decide on a suggestion")
    CORRECT = "correct", _("Correct without changing what was agreed")
    COMMENT = "comment", _("Comment")
    COMMENT_INTERNAL = "comment_internal", _("Internal note")
    ATTACH = "attach", _("Add a file")
    DETACH = "detach", _("Take a file out")
    TAKE_OVER = "take_over", _("Take over what is installed")
    FINDING = "finding", _("Record a finding")
    LEAVING_REFUSED = "leaving_refused", _("Refuse to stop the last services")
    VISIT_PLANNED = "visit_planned", _("Plan a visit")
    VISIT_MOVED = "visit_moved", _("Move a visit")
    VISIT_CANCELLED = "visit_cancelled", _("Cancel a visit")
    VISIT_CLOSED = "visit_closed", _("Record how a visit ended")
    VISIT_ASSIGNED = "visit_assigned", _("Say who goes there")
    PROMISE_MOVED = "promise_moved", _("Promise another day")
    PORT_CHECKED = "port_checked", _("Check the data of a port")
    PORT_REQUESTED = "port_requested", _("Ask the other operator for the numbers")
    PORT_REFUSED = "port_refused", _("Record that the other operator refuses")
    PORT_ASKED = "port_asked", _("Correct the data of a port")
    PORT_CONFIRMED = "port_confirmed", _("Record the day of a port")
    PORT_PORTED = "port_ported", _("Take over the numbers")
    DEVICE_BACK = "device_back", _("Take a device back")
    PORT_OUT = "port_out", _("Record that a number leaves")
    HANDED_OVER = "handed_over", _("Give to another account manager")
    JOIN = "join", _("Take over the items of another request")
    WAIT = "wait", _("Wait for another request")
    GO_ON = "go_on", _("Wait no longer")
    TURN = "turn", _("Go on after another request")
    SPLIT = "split", _("Move to two places")


class Reminder(models.TextChoices):
    """What the clock says in a document's history, each once."""

    ANSWER = "remind_answer", _("Remind of a question")
    AGREE = "remind_agree", _("Remind of an agreement")
    SIGN = "remind_sign", _("Remind to sign")
    DRAFT = "remind_draft", _("Remind of a draft")
    APPOINTMENT = "remind_appointment", _("Remind of a visit")
    ESCALATE = "escalate", _("Tell the team lead")
    RISK = "promise_at_risk", _("Promise at risk")
    WAY_BACK = "remind_way_back", _("Ask about the way back")
    OVERSTAYED = "overstayed", _("Temporary move past its last day")
    DEVICE = "remind_device", _("Remind of a device to send back")
    DEVICE_LATE = "device_late", _("Device not back in time")


class Actor(models.TextChoices):
    """What a person is to one document; policy derives it from roles."""

    REQUESTER = "requester", _("requester")
    COMPLETER = "completer", _("helper in completing")
    COMPANY_APPROVER = "company_approver", _("approving colleague")
    SIGNATORY = "signatory", _("signatory")
    READER = "reader", _("reader at the customer")
    ACCOUNT_MANAGER = "account_manager", _("account manager")
    SECOND_APPROVER = "second_approver", _("second approver")
    OPERATIONS = "operations", _("operations")
    FINANCE = "finance", _("finance")
    AUDITOR = "auditor", _("auditor")
    SYSTEM = "system", _("the system")


class Party(models.TextChoices):
    """Who has the ball; that party's clock runs."""

    CUSTOMER = "customer", _("customer")
    ACCOUNT_MANAGER = "account_manager", _("account manager")
    SECOND_APPROVER = "second_approver", _("second approver")
    OPERATIONS = "operations", _("operations")
    CARRIER = "carrier", _("carrier")
    FINANCE = "finance", _("finance")
    NOBODY = "nobody", _("nobody")


class Demand(models.TextChoices):
    """What a step asks of the document or of the person beside the right to take it."""

    SOUND = "sound", _("nothing in it contradicts the rules")
    COMPANY = "company", _("the company's own rule does not ask a colleague first")
    COMPLETE = "complete", _("every required section is complete")
    REASON = "reason", _("a reason is given")
    ORIGIN = "origin", _("who asked, how and when is recorded")
    AGREED = "agreed", _("no proposal is open")
    UNCHANGED = "unchanged", _("the inventory is as it was when the content was frozen")
    SEEN = "seen", _("the content is the one that was seen")
    SEALED = "sealed", _("the sealed file is recorded")
    NO_DELETE = "no_delete", _("the document is not a Delete")
    ALL_HELD = "all_held", _("every open item is on hold")
    NOT_STOPPED = "not_stopped", _("finance stops none of its items")
    NOT_PASSED = "not_passed", _("no line is past its point of no return")
    IN_TURN = "in_turn", _("what it waits for has ended")


class Condition(models.TextChoices):
    """What chooses between two rows of the table for one step."""

    WITHIN_THRESHOLD = "within_threshold", _("one approval is enough")
    ABOVE_THRESHOLD = "above_threshold", _("a second approval is needed")
    LAST_SIGNATURE = "last_signature", _("the signing rule is met with this signature")
    MORE_SIGNATURES = "more_signatures", _("another signature is still needed")


class Side(models.TextChoices):
    """The two sides that complete a document together."""

    CUSTOMER = "customer", _("customer")
    PROVIDER = "provider", _("provider")


class SectionName(models.TextChoices):
    """The parts of a document that one side or both complete."""

    REQUEST = "request", _("Request")
    SITES = "sites", _("Sites and access")
    TECHNICAL = "technical", _("Technical")
    NUMBERS = "numbers", _("Numbers")
    PRICES = "prices", _("Prices and conditions")
    PLANNING = "planning", _("Planning")


class Audience(models.TextChoices):
    """Who may read a comment."""

    SHARED = "shared", _("Customer and provider")
    INTERNAL = "internal", _("Provider only")


class ChangeState(models.TextChoices):
    """What became of a field change."""

    APPLIED = "applied", pgettext_lazy("change", "Applied")
    PROPOSED = "proposed", _("Suggested")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Not taken over")


class Channel(models.TextChoices):
    """How a request reached the account manager who starts it for the customer."""

    PHONE = "phone", _("Telephone call")
    MAIL = "mail", _("E-mail")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")


class NumberAction(models.TextChoices):
    """What becomes of a number of a service that stops or moves (rules 30 and 50)."""

    RELEASE = "release", _("Give it up")
    PORT_OUT = "port_out", _("Take it to another operator")
    TRANSFER = "transfer", _("Use it on another service of ours")
    KEEP = "keep", _("Take it along")
    NOMADIC = "nomadic", _("Take it along as a number that is not tied to an address")
    REPLACE = "replace", _("Get a new number instead")
    FORWARD = "forward", _("Forward its calls to another number")
