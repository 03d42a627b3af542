"""What an account manager keeps for themselves: views, snoozed documents, ready answers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.clock import day_of
from accounts.standing import Standing
from macd import policy
from macd.kinds import Problem, Unfit
from macd.kinds.fields import fit_long_text
from macd.models import Document, ReplyTemplate, SavedView, Snooze
from macd.refusals import NotPermitted, Unsound
from services.texts import LANGUAGES, missing_languages

LONGEST_SNOOZE = timedelta(days=90)
MOST_VIEWS = 30
LONGEST_QUERY = 1000


@transaction.atomic
def save_view(
    *,
    name: str,
    query: str,
    shared: bool,
    by: Standing,
    at: datetime,
    kept: SavedView | None = None,
) -> SavedView:
    """Keep a view under a name; the same name again replaces one's own. Raises Unsound.

    ``kept`` is one's own view that is called so from now on.
    """
    if not policy.is_account_manager(by):
        raise NotPermitted(_("You cannot do this."))
    if len(query) > LONGEST_QUERY:
        message = _("This search is too long to be kept. Use fewer words.")
        raise Unsound(message, problems=[Problem("name", message)])
    own = SavedView.objects.filter(owner=by.person_id)
    if kept is not None:
        own.filter(name=name).exclude(pk=kept.pk).delete()
        own.filter(pk=kept.pk).update(name=name)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        message = _("You keep %(most)s views already. Remove one first.") % {"most": MOST_VIEWS}
        raise Unsound(message, problems=[Problem("name", message)])
    view, _made = SavedView.objects.update_or_create(
        owner_id=by.person_id,
        name=name,
        defaults={"query": query, "shared": shared},
        create_defaults={"query": query, "shared": shared, "created_at": at},
    )
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: Standing) -> None:
    """Take a view off one's own desk, and where it is shared off everybody's."""
    if view.owner_id != by.person_id:
        raise NotPermitted(_("Only who saved a view removes it."))
    view.delete()


def snooze_problem(until: date, *, on: date) -> str:
    """Why nothing can be snoozed until a day; empty where it can."""
    if on < until <= on + LONGEST_SNOOZE:
        return ""
    return _("Choose a day from tomorrow on, at most 90 days ahead.")


@transaction.atomic
def snooze(*, document: Document, until: date, by: Standing, at: datetime) -> None:
    """Put a document out of one's own sight until a day, or until something happens to it.

    The document itself is not touched, and nobody is told.
    """
    if not policy.is_provider(by, document):
        raise NotPermitted(_("You cannot do this."))
    if message := snooze_problem(until, on=day_of(at)):
        raise Unsound(message, problems=[Problem("until", message)])
    Snooze.objects.update_or_create(
        person_id=by.person_id,
        document=document,
        defaults={"until_on": until, "revision": document.revision, "at": at},
        create_defaults={
            "customer_id": document.customer_id,
            "until_on": until,
            "revision": document.revision,
            "at": at,
        },
    )


@transaction.atomic
def wake(*, document: Document, by: Standing) -> None:
    """Bring a snoozed document back at once."""
    Snooze.objects.filter(person=by.person_id, document=document).delete()


@transaction.atomic
def keep_reply(
    *, name: str, texts: Mapping[str, str], by: Standing, at: datetime, reply: ReplyTemplate | None
) -> ReplyTemplate:
    """Keep words for customers, in all four languages; ``reply`` is the one that they replace."""
    if not policy.is_account_manager(by):
        raise NotPermitted(_("You cannot do this."))
    words = {code: _fitted(code, texts.get(code, "")) for code in LANGUAGES}
    empty = missing_languages(words)
    if empty:
        message = _("Write it in every language: the customer reads their own.")
        raise Unsound(message, problems=[Problem(f"text_{code}", message) for code in empty])
    kept = reply or ReplyTemplate()
    kept.name, kept.texts = name, words
    kept.written_by_id, kept.written_at = by.person_id, at
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError:
        message = _("There are ready words of this name already.")
        raise Unsound(message, problems=[Problem("name", message)]) from None
    return kept


@transaction.atomic
def drop_reply(*, reply: ReplyTemplate, by: Standing) -> None:
    """Take words away; what was written with them stays written."""
    if not policy.is_account_manager(by):
        raise NotPermitted(_("You cannot do this."))
    reply.delete()


def _fitted(code: str, text: str) -> str:
    try:
        return fit_long_text(text)
    except Unfit as unfit:
        raise Unsound(str(unfit), problems=[Problem(f"text_{code}", str(unfit))]) from None
