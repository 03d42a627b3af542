"""What the worker loads before it forks its children."""

import subprocess
import sys

LOADED = """
import gc, sys
from config import celery
celery.app.loader.import_default_modules()
before = "signing.seal" in sys.modules
celery.load_before_forking()
print(before, "signing.seal" in sys.modules, "macd.urls" in sys.modules, gc.get_freeze_count() > 0)
"""


def test_children_of_the_worker_share_what_sealing_and_mails_need() -> None:
    """The PDF library and the addresses of the pages are loaded once, not in each child."""
    said = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    ).stdout
    assert said.split() == ["False", "True", "True", "True"]
