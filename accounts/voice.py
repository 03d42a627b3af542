"""To whom a page speaks: to a customer, or about the customer to who reads at the provider."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils.functional import lazy

_to_staff: ContextVar[bool] = ContextVar("to_staff", default=False)


@contextmanager
def speaking(*, to_staff: bool) -> Iterator[None]:
    """Speak so until the end of the block, as `translation.override` speaks a language.

    Where nobody said it, a customer is spoken to: in mails, documents and background work.
    """
    token = _to_staff.set(to_staff)
    try:
        yield
    finally:
        _to_staff.reset(token)


def _said(to_customer: Any, to_staff: Any) -> str:
    return str(to_staff if _to_staff.get() else to_customer)


voiced = lazy(_said, str)
"""One text in two voices, `voiced(to_customer, to_staff)`: chosen when it is read, as its
language is."""
