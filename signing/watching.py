"""Whether the seal key is fit for use, told in time to those who run the installation."""

from datetime import datetime, timedelta

from django.core.cache import cache

from signing.keys import SealKeyUnusable, seal_key

# Getting a new certificate takes an authority weeks, not hours.
WARN_BEFORE = timedelta(days=60)
NOTE = "signing:key-problem"
# Longer than the hour between two looks, so that a note outlives one missed look.
KEPT_SECONDS = 3 * 3600


def key_problem(*, at: datetime) -> str:
    """Say what is wrong with the seal key, or soon will be; nothing where all is well."""
    try:
        key = seal_key()
        key.require_valid(at=at)
    except SealKeyUnusable as problem:
        return f"Documents cannot be sealed: {problem}"
    left = key.ends_at - at
    if left > WARN_BEFORE:
        return ""
    return f"The seal's certificate ends on {key.ends_at:%Y-%m-%d}, in {left.days} days."


def note_problem(problem: str) -> None:
    """Leave word for the processes that do not hold the key."""
    cache.set(NOTE, problem, KEPT_SECONDS)


def noted_problem() -> str:
    """Return the word that a worker left last."""
    return str(cache.get(NOTE) or "")
