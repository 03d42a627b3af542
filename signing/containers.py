"""Who made the signatures in a file: the certificates that their containers name.

The only part of a stranger's file that is parsed, by a reader of ASN.1 alone.
"""

import hashlib
from collections.abc import Iterable
from contextlib import suppress

from asn1crypto import cms


def makers_of(seals: Iterable[bytes]) -> list[str]:
    """Return the SHA-256 of each signature's certificate; an empty text where it tells none."""
    return [_maker(seal) for seal in seals]


def _maker(seal: bytes) -> str:
    # Whatever the reader trips over, the container names nobody.
    with suppress(Exception):
        signed = cms.ContentInfo.load(seal)["content"]
        wanted = signed["signer_infos"][0]["sid"].chosen
        for choice in signed["certificates"]:
            certificate = choice.chosen
            named = (certificate.issuer, certificate.serial_number)
            if (wanted["issuer"], wanted["serial_number"].native) == named:
                return hashlib.sha256(certificate.dump()).hexdigest()
    return ""
