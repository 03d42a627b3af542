"""What a verdict asks about a file: hashes, lengths, codes and seals, nothing of what it says.

Taken from the bytes here, or by the browser (static/js/verify.js), so that a file need not leave
its owner's computer. Whoever tells untrue traits is told an untrue verdict, and nobody else is.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from signing.codes import codes_in

# A file of ours has a few ends, codes and seals; strangers' files may have any number.
MOST = 64
MOST_SEALS = 4
LONGEST_SEAL = 32 * 1024
END = b"%%EOF"
CONTAINER = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{200,%d})>" % (2 * LONGEST_SEAL))


@dataclass(frozen=True)
class Traits:
    """Facts of one file.

    `ends` are the sizes of the beginnings that end as a PDF file ends, by their SHA-256: what was
    sealed may be one of them. `seals` are the containers of signatures, as they stand in the file.
    """

    sha256: str
    size: int
    is_pdf: bool
    ends: Mapping[str, int] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    seals: tuple[bytes, ...] = ()


def traits_of(pdf: bytes) -> Traits:
    """Take the traits of bytes; they are searched, never parsed."""
    return Traits(
        sha256=hashlib.sha256(pdf).hexdigest(),
        size=len(pdf),
        is_pdf=b"%PDF-" in pdf[:1024],
        ends=_ends(pdf),
        codes=tuple(codes_in(pdf)[:MOST]),
        seals=tuple(_seals(pdf)),
    )


def _ends(pdf: bytes) -> dict[str, int]:
    # The marker may be followed by a line end of one or two bytes, or by none.
    ends = [match.end() + more for match in re.finditer(END, pdf) for more in (0, 1, 2)]
    running, done, found = hashlib.sha256(), 0, {}
    for end in ends[:MOST]:
        if end <= len(pdf):
            running.update(pdf[done:end])
            done = end
            found[running.hexdigest()] = end
    return found


def _seals(pdf: bytes) -> list[bytes]:
    found = [match.group(1) for match in CONTAINER.finditer(pdf)]
    return [bytes.fromhex(each[: len(each) // 2 * 2].decode()) for each in found[:MOST_SEALS]]
