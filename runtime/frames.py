"""Room for the frames of deep calls.

CPython keeps frames in chunks of 16 KB. The call that does not fit into one any more takes another
from the system, and gives it back as soon as it returns: a loop whose calls begin at such an edge
asks the system at each of them. Pages and PDFs are made by calls many chunks deep, and met edges
thousands of times a second (docs/adr/0027).
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
# Of 8 bytes. A chunk is twice as large as the last until a frame fits: here it has 512 KB, and what
# the frame does not take is left to the calls from it. Memory that no call reaches is not used.
WORDS = 33_000


def roomy(call: Callable[P, T]) -> Callable[P, T]:
    """Return ``call`` with a quarter of a megabyte in one piece for the calls from it."""

    def within(*args: P.args, **kwargs: P.kwargs) -> T:
        return call(*args, **kwargs)

    within.__code__ = within.__code__.replace(co_stacksize=WORDS)
    return wraps(call)(within)
