"""Verification codes: sixteen letters and digits that nobody can guess and anybody can type."""

import re
import secrets

# Crockford's base 32: no I, L, O, U, so that nothing is misread from paper.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
IN_TEXT = re.compile(
    rb"(?<![0-9A-Z-])(?:[%s]{4}-){3}[%s]{4}(?![0-9A-Z-])" % (2 * (ALPHABET.encode(),))
)
# Begins with one certain sign, for which a search leaps through a file many times faster.
INSIDE = re.compile(rb"-[%s]{4}-[%s]{4}-" % (2 * (ALPHABET.encode(),)))
GROUP = 4
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_code() -> str:
    """Return a fresh code of 80 random bits, such as 7K3M-0QXZ-9R2T-HV5C."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def normal_code(typed: str) -> str | None:
    """Return the code someone typed in its one spelling, or None where it is no code."""
    letters = re.sub(r"[\s\-–]", "", typed[:100]).upper().translate(MISREAD)
    if len(letters) != LENGTH or set(letters) - set(ALPHABET):
        return None
    return _grouped(letters)


def codes_in(content: bytes) -> list[str]:
    """Return the codes that stand in plain bytes, each once, in order of appearance."""
    found: dict[str, None] = {}
    position = 0
    while inside := INSIDE.search(content, position):
        whole = IN_TEXT.match(content, max(inside.start() - GROUP, 0))
        if whole:
            found[whole.group().decode()] = None
        position = whole.end() if whole else inside.start() + 1
    return list(found)


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))
