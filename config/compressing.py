"""What every page loads lies compressed beside itself, so that sending it costs nothing."""

from pathlib import Path

from whitenoise.compress import Compressor

# What our own pages load; the administration's many files are compressed by nobody's wait.
LOADED = ("css/", "js/", "img/", "vendor/bootstrap/css/bootstrap.min.", "django_htmx/htmx-2.min.")
SUFFIXES = frozenset({".css", ".js", ".svg"})


def compress(root: Path) -> list[Path]:
    """Write .gz and .br beside each file under ``root`` that pages load; return those files."""
    compressor = Compressor(quiet=True)
    found = [
        path
        for path in sorted(root.rglob("*"))
        if path.suffix in SUFFIXES and path.relative_to(root).as_posix().startswith(LOADED)
    ]
    for path in found:
        list(compressor.compress(str(path)))
    return found
