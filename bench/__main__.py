"""`bin/bench [NAME …] [--short] [--json] [--with WHAT=NUMBER]`: run benchmarks, print figures."""

import argparse
import inspect
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from bench.frame.report import Report, table

ROOM = Path(__file__).parent


def names() -> list[str]:
    """Return the name of every benchmark and campaign: the modules of this room."""
    return sorted(path.stem for path in ROOM.glob("*.py") if not path.stem.startswith("_"))


def main(arguments: list[str]) -> int:
    """Exit 0 when every figure keeps its promise, 1 when one does not, 2 on wrong use."""
    asked = _parsed(arguments)
    if len(asked.name) == 1:
        [name] = asked.name
        run = import_module(f"bench.{name}").run
        numbers = dict(asked.numbers)
        unknown = numbers.keys() - (inspect.signature(run).parameters.keys() - {"short"})
        if unknown:
            print(f"{name} takes no {', '.join(sorted(unknown))}.", file=sys.stderr)
            return 2
        report: Report = run(short=asked.short, **numbers)
        print(table(report), flush=True)
        if asked.json:
            print(json.dumps(report.as_json()), flush=True)
        return 0 if report.kept else 1
    return _each(asked.name or names(), short=asked.short, as_json=asked.json)


def _parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="Run benchmarks and campaigns; all of them by default."
    )
    parser.add_argument("name", nargs="*", choices=[*names(), []], help=", ".join(names()))
    parser.add_argument("--short", action="store_true", help="a quick round, as CI runs it")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument(
        "--with",
        action="append",
        default=[],
        type=_number,
        dest="numbers",
        metavar="WHAT=NUMBER",
        help="a size or a seed of one benchmark, such as `crash --with submissions=50`",
    )
    return parser.parse_args(arguments)


def _number(text: str) -> tuple[str, int]:
    name, _equals, number = text.partition("=")
    return name, int(number)


def _each(wanted: list[str], *, short: bool, as_json: bool) -> int:
    """Run several, each in a process of its own, so that none disturbs the next."""
    found, worst = {}, 0
    for name in wanted:
        print(f"\n{name}", flush=True)
        command = [sys.executable, "-m", "bench", name, "--json", *(["--short"] if short else [])]
        run = subprocess.run(command, stdout=subprocess.PIPE, text=True)
        *shown, last = run.stdout.splitlines() or [""]
        try:
            found[name] = json.loads(last)
        except ValueError:
            shown, found[name] = [*shown, last], {"kept": False, "error": run.returncode}
        print("\n".join(shown), flush=True)
        worst = max(worst, min(run.returncode, 1))
    if as_json:
        print(json.dumps(found), flush=True)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
