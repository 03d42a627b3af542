"""Which pages a person finds in the header: those of their desks."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from accounts.standing import Standing
from macd import policy
from macd.views.common import standing_for


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor of every page: names, navigation and, in the demo, the mailbox."""
    frame: dict[str, Any] = {"product_name": "MACD", "provider_name": settings.PROVIDER_NAME}
    if settings.DEMO and is_there("demo_mailbox"):
        frame["demo_mail_url"] = reverse("demo_mailbox")
    if getattr(request, "user", None) is not None and request.user.is_authenticated:
        frame["navigation"] = navigation(standing_for(request), request.path)
    return frame


def navigation(standing: Standing, path: str) -> list[dict[str, Any]]:
    """The desks of a person, the one that is open marked."""
    offered = (
        ("home", _("Home"), True),
        ("signing", _("To sign"), any(each.may_sign for each in standing.memberships)),
        ("inbox", _("Inbox"), policy.is_account_manager(standing)),
        ("operations", _("Work list"), policy.reads_work(standing)),
        ("inventory", _("Inventory"), policy.reads_work(standing)),
        ("reports", _("Reports"), policy.reads_reports(standing)),
        ("documents", _("Requests"), policy.has_requests(standing)),
        ("offices", _("Offices"), bool(standing.memberships) or policy.sees_offices(standing)),
        ("services", _("Services"), bool(standing.memberships)),
        ("self_service", _("Self-service"), policy.helps_itself(standing)),
        ("company", _("Company"), bool(standing.memberships)),
        ("cancellations", _("Leaving"), policy.follows_leaving(standing)),
        ("imports", _("Imports"), policy.is_administrator(standing)),
        ("owed_messages", _("Messages"), policy.reads_administration(standing)),
        ("notification_matrix", _("Who is told"), policy.reads_administration(standing)),
        ("webhooks", _("Webhooks"), policy.reads_administration(standing)),
        ("admin:index", _("Administration"), policy.reads_administration(standing)),
    )
    theirs = [(name, label) for name, label, offers in offered if offers and is_there(name)]
    # Of two that hold the page, such as the messages within the administration, the nearer one.
    nearest = max((name for name, _label in theirs), key=lambda name: _near(name, path))
    return [
        {
            "url": reverse(name),
            "label": label,
            "active": name == nearest and _near(name, path) > NOWHERE,
        }
        for name, label in theirs
    ]


def is_there(name: str) -> bool:
    """Whether an address of this name exists."""
    try:
        reverse(name)
    except NoReverseMatch:
        return False
    return True


# The desk of a page that lies under another desk's address, or under none.
UNDER = {
    "inventory": ("corrections", "imports", "sim_orders", "indexation"),
    "offices": ("services",),
    "notification_matrix": ("replies",),
}
NOWHERE = (0, False)


def _near(name: str, path: str) -> tuple[int, bool]:
    """How much of the page's address a desk holds, and whether as its own."""
    held = [(reverse(name), True), *((reverse(each), False) for each in UNDER.get(name, ()))]
    found = [(len(url), own) for url, own in held if _holds(url, path)]
    return max(found, default=NOWHERE)


def _holds(url: str, path: str) -> bool:
    """Whether a page lies at an address or below it; below the home page lies everything."""
    return path == url if url == "/" else path.startswith(url)
