"""Where webhooks may go: to the internet, never into the provider's own network."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

PORTS = {"https": 443, "http": 80}


class DestinationRefused(Exception):
    """An address that is not called; the text says why, in the language in which it is read."""


@dataclass(frozen=True, slots=True)
class Destination:
    """An address as it is called: the name goes into the request, the connection to ``address``.

    Both come from one look-up, so that a name cannot mean another machine a moment later.
    """

    scheme: str
    host: str
    port: int
    path: str
    address: str


def check_url(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path of an address. Raises DestinationRefused; asks no DNS."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise DestinationRefused(_("This is no address.")) from None
    if not url.isascii() or not url.isprintable() or " " in url:
        raise DestinationRefused(_("This is no address."))
    schemes = PORTS if settings.WEBHOOKS_MAY_STAY_INSIDE else {"https"}
    if parts.scheme not in schemes or not parts.hostname:
        raise DestinationRefused(_("Give an address that begins with https://."))
    if parts.username or parts.password or parts.fragment:
        raise DestinationRefused(_("Leave out names, passwords and what follows #."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return parts.scheme, parts.hostname, port or PORTS[parts.scheme], path


def machine_of(url: str) -> str:
    """An address no further than its machine: what follows may be a key that lets one in."""
    parts = urlsplit(url)
    more = "/…" if parts.path.strip("/") or parts.query else ""
    return f"{parts.scheme}://{parts.netloc}{more}"


def destination_of(url: str) -> Destination:
    """Look an address up, once. Raises DestinationRefused where it leads into a private network."""
    scheme, host, port, path = check_url(url)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise DestinationRefused(_("This name is not known.")) from None
    addresses = [str(each[4][0]) for each in found]
    inside = [each for each in addresses if not is_public(each)]
    if (inside or not addresses) and not settings.WEBHOOKS_MAY_STAY_INSIDE:
        raise DestinationRefused(_("This address leads into a private network."))
    return Destination(scheme, host, port, path, addresses[0])


def is_public(address: str) -> bool:
    """Whether an IP address is of the open internet, also when wrapped in an IPv6 one."""
    number = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        wrapped = number.ipv4_mapped or number.sixtofour
        if wrapped is not None:
            return is_public(str(wrapped))
        if number in ipaddress.ip_network("64:ff9b::/96"):
            return is_public(str(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)))
    return number.is_global and not number.is_multicast
