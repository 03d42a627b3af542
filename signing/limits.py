"""How often one address may ask; counted in Django's cache."""

from django.core.cache import cache
from django.http import HttpRequest

SECONDS = 60


def too_many(request: HttpRequest, *, room: str, most: int) -> bool:
    """Count this request; tell whether its address passed `most` within a minute."""
    key = f"limit:{room}:{request.META.get('REMOTE_ADDR', '')}"
    if cache.add(key, 1, SECONDS):
        return False
    try:
        return cache.incr(key) > most
    except ValueError:
        # The minute ended between the two calls.
        return False
