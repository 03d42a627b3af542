"""What a page loads the first time is small, and lies there compressed."""

import shutil
from pathlib import Path

from django.contrib.staticfiles import finders

from config.compressing import compress

LOADED = (
    "css/tokens.css", "css/layout.css", "css/forms.css", "css/components.css", "js/macd.js",
    "js/desk.js", "img/mark.svg", "vendor/bootstrap/css/bootstrap.min.css",
    "django_htmx/htmx-2.min.js",
)  # fmt: skip
# Of the 150 kB that a first load may take; the page itself takes up to 40.
MOST_BYTES = 100_000


def test_the_first_load_is_small(tmp_path):
    for name in LOADED:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(str(finders.find(name)), target)
    (tmp_path / "admin.js").write_text("x" * 10_000)
    files = compress(tmp_path)
    assert {str(path.relative_to(tmp_path)) for path in files} == set(LOADED)
    sent = [min((Path(f"{f}{end}") for end in (".gz", "") if Path(f"{f}{end}").exists()),
                key=lambda one: one.stat().st_size) for f in files]  # fmt: skip
    assert sum(path.stat().st_size for path in sent) <= MOST_BYTES
    assert (tmp_path / "css/components.css.gz").exists()
    assert not (tmp_path / "admin.js.gz").exists()
