"""Whether bytes are written in the one way that ASN.1's distinguished encoding rules know.

Parsing a whole signature and writing it anew says the same, a hundred times slower.
"""

from asn1crypto import core, parser

UNIVERSAL, SET = 0, 17
# A signature with its certificates is some ten deep.
DEEPEST = 40


def is_der(encoded: bytes) -> bool:
    """Whether this is one value, and it and everything in it is in its distinguished encoding.

    Sets under a tag of their own are not known as sets here, so their order is not looked at.
    """
    # Whatever the parser trips over is no such encoding.
    try:
        return _is_plain(encoded)
    except (ValueError, TypeError, OverflowError):
        return False


def _is_plain(encoded: bytes, depth: int = 0) -> bool:
    if depth > DEEPEST:
        return False
    class_, constructed, tag, _, content, trailer = parser.parse(encoded, strict=True)
    if trailer or parser.emit(class_, constructed, tag, content) != encoded:
        return False
    if not constructed:
        return class_ != UNIVERSAL or bool(core.load(encoded).dump(force=True) == encoded)
    parts = _parts(content)
    if (class_, tag) == (UNIVERSAL, SET) and parts != sorted(parts):
        return False
    return all(_is_plain(part, depth + 1) for part in parts)


def _parts(content: bytes) -> list[bytes]:
    parts, position = [], 0
    while position < len(content):
        length = parser.peek(content[position:])
        parts.append(content[position : position + length])
        position += length
    return parts
