"""When garbage is looked for, and in what."""

import gc

SELDOM = (20_000, 50, 100)
"""Python's own 700, 10, 10 are for programs that keep little; of what we import all is kept."""


def search_seldom() -> None:
    """Search less often from now on. To be called before anything large is imported."""
    gc.set_threshold(*SELDOM)


def settle() -> None:
    """Leave all that is there out of the search for garbage, and search less often from now on.

    To be called when everything is imported: what is imported stays. Processes that are forked
    share it with this one as long as nobody writes to it, which a search would do.
    """
    gc.collect()
    gc.freeze()
    search_seldom()
