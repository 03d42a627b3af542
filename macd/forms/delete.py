"""Delete: which services stop."""

from django.utils.translation import gettext_lazy as _

from macd.forms.start import InstalledForm
from macd.vocabulary import Kind


class DeleteForm(InstalledForm):
    """Starts a Delete with services of one place."""

    kind = Kind.DELETE
    heading = _("Stopping a service")
    lead = _("Choose what stops. Everything else goes on as it is.")
    place_question = _("At which office are the services?")
