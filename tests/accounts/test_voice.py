"""To whom a page speaks."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.voice import speaking, voiced

WORDS = voiced("yours", "the customer's")


def test_a_customer_is_spoken_to_where_nobody_said_otherwise():
    assert str(WORDS) == "yours"
    with speaking(to_staff=True):
        assert str(WORDS) == "the customer's"
        with speaking(to_staff=False):
            assert str(WORDS) == "yours"
    assert str(WORDS) == "yours"


def test_the_language_is_chosen_when_it_is_read_too():
    office = voiced(_("Office"), _("Service"))
    with translation.override("nl"):
        assert str(office) == "Vestiging"
