"""Who gets word of a step before it is taken: by name where that costs nothing, else by part."""

from django.utils.translation import gettext as _

from macd.models import Document
from macd.vocabulary import Actor
from macd.workflow import T

REQUESTERS = (Actor.REQUESTER, Actor.COMPLETER)


def told_by(row: T, document: Document, *, person_id: int) -> str:
    """The people who will be told, in a line; empty where nobody else is.

    People on the document stand by name; who plays another part is named by it, as the page must
    not look up everybody each time it is shown.
    """
    named = {
        Actor.REQUESTER: document.requester,
        Actor.COMPLETER: document.requester,
        Actor.ACCOUNT_MANAGER: document.account_manager,
    }
    found: list[str] = []
    for actor in sorted(row.tell):
        person = named.get(actor)
        if person is None:
            found.append(str(actor.label))
        elif person.pk != person_id:
            found.append(
                _("%(name)s (%(part)s)") % {"name": person.name, "part": actor.label}
                if actor not in REQUESTERS
                else person.name
            )
    return ", ".join(dict.fromkeys(found))
