"""When garbage is looked for, and in what."""

import gc


def settle() -> None:
    """Leave all that is there out of the search for garbage, and search less often from now on.

    To be called when everything is imported: what is imported stays. Processes that are forked
    share it with this one as long as nobody writes to it, which a search would do.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
