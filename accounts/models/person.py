"""People who sign in: customers' people and the provider's staff alike."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.names import clean_name


class Language(models.TextChoices):
    """The languages the product speaks, each in its own name."""

    NL = "nl", "Nederlands"
    FR = "fr", "Français"
    EN = "en", "English"
    DE = "de", "Deutsch"


class PersonManager(BaseUserManager["Person"]):
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Return the person who signs in with this address; Person.DoesNotExist if none."""
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create a person; without a password they cannot sign in until they set one."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create a person of the provider's staff who may do everything under /manage/."""
        from accounts.models.staff import StaffMembership
        from accounts.roles import StaffRole

        fields = {"name": email, **fields, "is_staff": True, "is_superuser": True}
        person = self.create_user(email, password, **fields)
        StaffMembership.objects.using(self._db).create(person=person, role=StaffRole.ADMINISTRATOR)
        return person


class Person(AbstractBaseUser, PermissionsMixin):
    """A person with a sign-in; what they may do follows from memberships, not from this row."""

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(
        _("language"), max_length=2, choices=Language.choices, default=Language.EN
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    # Kept beside the person, who is read with every page anyway.
    unread = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(_("may open the administration"), default=False)
    date_joined = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="person_email_lower_case",
                violation_error_message=_("Write the address in small letters."),
                violation_error_code="email",
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values),
                name="person_language",
                violation_error_message=_("Choose one of the values that are offered."),
                violation_error_code="language",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.email

    def clean(self) -> None:
        """Write the address the way it is kept: in lower case; the name as it is seen."""
        super().clean()
        clean_name(self, "name")
        self.email = self.email.strip().lower()

    def get_full_name(self) -> str:
        """Return the name as the person writes it."""
        return self.name

    def get_short_name(self) -> str:
        """Return the same: people are called by their whole name."""
        return self.name
