"""How often one address may ask; counted in Django's cache."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

SECONDS = 60


def too_many(request: HttpRequest, *, room: str, most: int) -> bool:
    """Count this request; tell whether its address passed `most` within this minute.

    The address is the connection's, or where proxies are trusted (TRUSTED_PROXIES) the one that
    the outermost of them saw: neither can be made up. It is kept as a keyed hash, and no longer
    than the minute.
    """
    # Each minute has its own counter, since not every cache keeps a key's end when counting up.
    minute = int(time.time()) // SECONDS
    seen = get_adapter(request).get_client_ip(request)
    address = salted_hmac("signing.limits", seen).hexdigest()
    key = f"limit:{room}:{minute}:{address}"
    if cache.add(key, 1, SECONDS):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:
        # The counter went away between the two calls.
        return False
