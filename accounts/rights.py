"""Rights in the administration that follow from a role: an auditor reads all there."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import StaffMembership
from accounts.roles import StaffRole

READING = "view_"


class AuditorsRead(BaseBackend):
    """Give auditors the right to view whatever the administration shows, and none to change it.

    It signs nobody in; Django asks it beside the rights that a person was given one by one.
    """

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        """Whether this is a right to view, and the person an auditor."""
        return perm.partition(".")[2].startswith(READING) and self._audits(user_obj)

    def has_module_perms(self, user_obj: Any, app_label: str) -> bool:
        """Whether anything of a room is shown: all of them are, to an auditor."""
        return self._audits(user_obj)

    def _audits(self, person: Any) -> bool:
        """Asked once a request: the person is read anew with each."""
        if not hasattr(person, "_audits"):
            theirs = StaffMembership.objects.filter(person=person.pk, role=StaffRole.AUDITOR)
            person._audits = person.is_active and theirs.exists()
        return bool(person._audits)


class Administration(AdminSite):
    """Our administration: open to who was let in, and to who reads all."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person may open it at all."""
        person = request.user
        return super().has_permission(request) or person.has_perm("audit.view_auditevent")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead to one's own page for it, which tells the person that their password changed."""
        return redirect("account_change_password")
