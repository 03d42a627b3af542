"""Change: which services get other settings, another offering or another quantity."""

from django.utils.translation import gettext_lazy as _

from macd.forms.start import InstalledForm
from macd.vocabulary import Kind


class ChangeForm(InstalledForm):
    """Starts a Change with services of one place."""

    kind = Kind.CHANGE
    heading = _("More or less of a service")
    lead = _("Choose the services first; what changes comes next.")
    place_question = _("At which office are the services?")
