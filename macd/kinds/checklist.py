"""The relocation checklist: what must be known before an office moves (rules 32, 33 and 36)."""

from django.utils.translation import gettext_lazy as _

from macd import voice
from macd.kinds.fields import Field
from macd.vocabulary import SectionName, Side

C, P = Side.CUSTOMER, Side.PROVIDER
SITES, PLANNING = SectionName.SITES, SectionName.PLANNING

NEW_FLOOR = Field(
    SITES,
    "new_floor",
    _("To which floor or room?"),
    C,
    required=True,
    help=_("Such as: third floor, left wing."),
)
LANDLORD = Field(
    SITES,
    "landlord",
    _("The landlord of the new place agrees"),
    C,
    "choice",
    required=True,
    choices=(
        ("yes", _("Yes")),
        ("asked", _("Asked, no answer yet")),
        ("not_needed", _("Not needed")),
    ),
)
CABLING = Field(SITES, "cabling", _("Cabling inside the new building"), C, required=True)
POWER = Field(SITES, "power_and_rack", _("Power and rack at the new place"), C, required=True)
LINE_THERE = Field(
    SITES,
    "line_there",
    _("Is there a line at the new place already?"),
    C,
    "choice",
    required=True,
    choices=(
        ("yes", _("Yes, there is")),
        ("no", _("No, there is none")),
        ("unknown", _("I do not know")),
    ),
    help=_("Where there is none yet, it takes longer."),
)
EXISTING_LINE = Field(
    SITES,
    "existing_line",
    _("Line that is there now, or the previous occupant"),
    C,
    help=_("An Easy Switch or line number, or the name of who was there before."),
)
OLD_CONTACT = Field(
    SITES, "old_contact_name", _("On-site contact at the old place"), C, required=True
)
OLD_MOBILE = Field(
    SITES,
    "old_contact_mobile",
    _("Mobile number of the contact at the old place"),
    C,
    "phone",
    required=True,
)
SURVEYED = Field(
    SectionName.TECHNICAL,
    "surveyed",
    _("We have seen the new place: no floor plan or photo is needed"),
    P,
    "flag",
    material=False,
)
OVERLAP_DAYS = Field(
    PLANNING,
    "overlap_days",
    _("Days on which both places work"),
    C,
    "days",
    help=_("Both places are billed on these days."),
)
GAP_DAYS = Field(
    PLANNING,
    "gap_days",
    _("Days without service between the two places"),
    C,
    "days",
    help=_("Leave this empty to keep the old place until the new one works."),
)
GAP_CONFIRMED = Field(
    PLANNING,
    "gap_confirmed",
    voice.KNOWS_THE_GAP,
    C,
    "flag",
)
UNTIL = Field(
    PLANNING,
    "until",
    _("Last day at the new place"),
    C,
    "date",
    help=_("Only for a temporary move. We ask about the way back a month before."),
)
EMERGENCY = Field(
    SectionName.NUMBERS,
    "emergency_confirmed",
    _("The emergency services are to be sent to the new address when these numbers call them"),
    C,
    "flag",
    required=True,
)
HOME_OFFICES = Field(
    SITES,
    "home_offices",
    _("Where do the people of the old office belong from then on?"),
    C,
    "choice",
    required=True,
    choices=(("new", _("To the new office")), ("none", _("To no office"))),
)
DEPENDENTS = Field(
    SectionName.TECHNICAL,
    "dependents_keep_working",
    _("Services elsewhere that rely on what moves or stops keep working"),
    P,
    "flag",
    required=True,
)
AT_BOTH_PLACES = (LINE_THERE, EXISTING_LINE, OLD_CONTACT, OLD_MOBILE)
CHECKLIST = (
    LANDLORD,
    CABLING,
    POWER,
    *AT_BOTH_PLACES,
    SURVEYED,
    OVERLAP_DAYS,
    GAP_DAYS,
    GAP_CONFIRMED,
    UNTIL,
)
