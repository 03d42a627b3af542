"""What is said to a customer and, about the customer, to who reads at the provider."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.voice import voiced

# What is installed, paid and agreed.
REFERENCE = voiced(_("Your reference"), _("The customer’s reference"))
HAS_NOW = voiced(_("What you have now"), _("What the customer has now"))
PAYS_NOW = voiced(
    _("The difference is with what you pay now."),
    _("The difference is with what the customer pays now."),
)
TERM_STAYS = voiced(
    _("The end of your agreement stays as it is (%(ends)s)."),
    _("The end of the agreement stays as it is (%(ends)s)."),
)
# What is happening, and where.
MOVES = voiced(_("We move an office"), _("The customer moves an office"))
OPENS = voiced(_("We open an office"), _("The customer opens an office"))
NEEDS_MORE = voiced(_("We need something extra"), _("The customer needs something extra"))
OTHERWISE = voiced(
    _("We want more or less of a service"), _("The customer wants more or less of a service")
)
STOPS = voiced(_("We stop a service"), _("The customer stops a service"))
CLOSES = voiced(
    _("We close this office: all its services stop"),
    _("The customer closes this office: all its services stop"),
)
SAY_WHERE = voiced(
    _("Say where you go. For each service you then decide what becomes of it."),
    _("Say where the customer goes. What becomes of each service is decided next."),
)
WHERE_TO = voiced(_("Choose where you move to."), _("Choose where the customer moves to."))
ONE_OFFICE = voiced(_("Choose one of your offices."), _("Choose one of the customer’s offices."))
OFFICE_OR_NEW = voiced(
    _("Choose one of your offices, or a new address."),
    _("Choose one of the customer’s offices, or a new address."),
)
WHAT_NEEDED = voiced(_("What do you need?"), _("What does the customer need?"))
CHOOSE_NEEDED = voiced(
    _("Choose what you need; the settings come next."),
    _("Choose what the customer needs; the settings come next."),
)
MOVES_FROM = voiced(
    _("Choose the office that you move from."), _("Choose the office that the customer moves from.")
)
MOVES_TO = voiced(
    _("Choose the office that you move to."), _("Choose the office that the customer moves to.")
)
NO_OFFICE = voiced(
    _("Ask your account manager which offices you may start a request for."),
    _("The customer has no office that this can be started for."),
)
OPEN_FIRST = voiced(
    _("Open an office first: start a request and choose “We open an office”."),
    _("Open an office first: start a request and choose “The customer opens an office”."),
)
# Whose answers these are.
ONE_AGREEMENT = voiced(
    _("Choose one of your agreements."), _("Choose one of the customer’s agreements.")
)
OWN_SERVICE = voiced(
    _("Choose a service of your own company."), _("Choose a service of this customer.")
)
OWN_PLACES = voiced(
    _("Choose an office and services of your own company."),
    _("Choose an office and services of this customer."),
)
OWN_OPEN_OFFICES = voiced(
    _("Choose offices of your own company that are open."),
    _("Choose offices of this customer that are open."),
)
THIRD_OFFICE = voiced(
    _("Choose a third office of your own company."), _("Choose a third office of this customer.")
)
KNOWS_THE_GAP = voiced(
    _("We know that nothing works on the days between"),
    _("The customer knows that nothing works on the days between"),
)
NUMBER_THERE = voiced(
    _("Your customer number there"), _("The customer’s number with that operator")
)
SAY_NUMBER_THERE = voiced(
    _("Say your customer number with the other operator."),
    _("Say which customer number they have with the other operator."),
)
CORRECT_NUMBER = voiced(_("Correct your customer number"), _("Correct the customer number"))
OTHER_ZONE = voiced(
    _(
        "%(number)s belongs to zone %(zone)s and %(office)s does not. Take it to an office"
        " in that zone, or ask your account manager."
    ),
    _(
        "%(number)s belongs to zone %(zone)s and %(office)s does not. Take it to an office"
        " in that zone, or say why it may be used away from it."
    ),
)
CHECK = voiced(_("Check your answers"), _("Check the answers"))
# What follows.
WITHDRAW_UNTIL = voiced(_("You can withdraw it until"), _("The customer can withdraw it until"))
CHANGE_UNTIL = voiced(_("You can change this until"), _("The customer can change this until"))
WANTED_EARLIER = voiced(
    _("You wanted %(day)s; the notice makes it later."),
    _("The customer wanted %(day)s; the notice makes it later."),
)
NOBODY_LOOKS = voiced(_("You can do this here."), _("Finance does not need to look at it."))
FINANCE_LOOKS = voiced(
    _("Finance looks at it with you, because %(reasons)s."),
    _("Finance looks at it too, because %(reasons)s."),
)
COMPLETED_TOGETHER = voiced(
    _("It is completed with you, and approved"),
    _("It is completed with the customer, and approved"),
)
SIGNS = voiced(_("Your company signs it"), _("The customer signs it"))
NOBODY_SIGNS = voiced(
    _("Nobody at your company can sign yet. Your account manager helps you name somebody."),
    _("Nobody at the customer can sign yet. Help them name somebody."),
)
NOT_SENT_LEAVING = voiced(
    _(
        "This is not sent as a request. Talk to us first, without any obligation, or give notice;"
        " your draft stays as it is."
    ),
    _(
        "This is not sent as a request. Talk to the customer first; who wants to leave gives"
        " notice, or finance records it. The draft stays as it is."
    ),
)
HAND_BACK = voiced(
    _(
        "Hand it back within the period and at the address that finance gives you; until then it"
        " stays yours to keep safe."
    ),
    _(
        "The customer hands it back within the period and at the address that finance gives;"
        " until then they keep it safe."
    ),
)

NOT_YOURS = voiced(
    _(
        "Your role does not include this page or step, or it was possible before and is no longer:"
        " a request that was sent or ended meanwhile, for example. Nothing was changed. Ask your"
        " company administrator or your account manager if you need it."
    ),
    _(
        "Your role does not include this page or step. Nothing was changed. Ask your team lead,"
        " or an administrator, who gives roles, if you need it."
    ),
)

IN_TEMPLATES: dict[str, Any] = {
    "not_yours": NOT_YOURS,
    "reference": REFERENCE,
    "has_now": HAS_NOW,
    "pays_now": PAYS_NOW,
    "no_office": NO_OFFICE,
    "open_first": OPEN_FIRST,
    "correct_number": CORRECT_NUMBER,
    "check": CHECK,
    "nobody_signs": NOBODY_SIGNS,
    "not_sent_leaving": NOT_SENT_LEAVING,
    "hand_back": HAND_BACK,
}
"""What templates say with `{% said "…" %}`, by name."""
