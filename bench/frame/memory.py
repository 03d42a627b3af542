"""How much more memory this process holds while something is done."""

import gc
import re
from collections.abc import Callable
from pathlib import Path

STATUS, PEAK = Path("/proc/self/status"), Path("/proc/self/clear_refs")
FORGET_PEAK = "5"


def held_by(action: Callable[[], object]) -> int:
    """Bytes by which the memory that is really taken grew at most, above what it was before."""
    gc.collect()
    PEAK.write_text(FORGET_PEAK)
    before = _bytes("VmRSS")
    action()
    return max(_bytes("VmHWM") - before, 0)


def _bytes(name: str) -> int:
    found = re.search(rf"^{name}:\s+(\d+) kB", STATUS.read_text(), re.MULTILINE)
    if found is None:
        raise OSError(f"{STATUS} does not tell {name}")
    return int(found[1]) * 1024
