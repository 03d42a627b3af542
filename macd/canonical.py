"""Plain data as bytes that depend on nothing but the data (RFC 8785, decisions.md 13)."""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any

# Beyond this JavaScript, and so RFC 8785, knows whole numbers no longer exactly.
LARGEST = 2**53 - 1


def canonical(content: Mapping[str, Any]) -> bytes:
    """RFC 8785 bytes of content: keys in the order of UTF-16, texts in NFC, no floats.

    Raises TypeError for what content never holds (floats, dates, bytes), ValueError for whole
    numbers beyond 2^53, lone surrogates, and keys that are one and the same in NFC.
    """
    text = json.dumps(_plain(content), ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def hash_of(content: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(canonical(content)).hexdigest()


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError("content holds no whole number beyond 2^53")
        return int(value)
    if isinstance(value, Mapping):
        return _ordered(value)
    if isinstance(value, list | tuple):
        return [_plain(child) for child in value]
    raise TypeError(f"content holds no {type(value).__name__}")


def _ordered(value: Mapping[Any, Any]) -> dict[str, Any]:
    named = {_plain(str(key)): child for key, child in value.items()}
    if len(named) != len(value):
        raise ValueError("content names one thing twice")
    return {key: _plain(named[key]) for key in sorted(named, key=lambda k: k.encode("utf-16-be"))}
