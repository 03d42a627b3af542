"""What a benchmark found: figures beside their floor, and counts; as a table and as JSON."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One measured value. Where a floor was measured in the same run, the ratio is the figure.

    `at_most` and `at_least` are the promise: about the ratio where there is a floor, about the
    value where there is none.
    """

    name: str
    value: float
    unit: str = ""
    floor: float | None = None
    at_most: float | None = None
    at_least: float | None = None

    @property
    def ratio(self) -> float | None:
        """How many times the floor."""
        return self.value / self.floor if self.floor else None

    @property
    def kept(self) -> bool:
        """Whether the promise is kept; a figure without one always is."""
        judged = self.value if self.ratio is None else self.ratio
        too_much = self.at_most is not None and judged > self.at_most
        too_little = self.at_least is not None and judged < self.at_least
        return not (too_much or too_little)

    @property
    def promise(self) -> str:
        """The promise in a few signs."""
        bounds = (("≤", self.at_most), ("≥", self.at_least))
        return " ".join(f"{sign} {bound:g}" for sign, bound in bounds if bound is not None)


@dataclass(frozen=True)
class Report:
    """Figures and counts of one run; `wrong` names the counts that should have been nought."""

    name: str
    figures: list[Figure] = field(default_factory=list)
    counts: dict[str, int | float | str] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()

    @property
    def faults(self) -> dict[str, int | float | str]:
        """What was counted and should have been nought."""
        return {name: self.counts[name] for name in sorted(self.wrong) if self.counts[name]}

    @property
    def kept(self) -> bool:
        """Whether every promise is kept and every fault counted is nought."""
        return all(one.kept for one in self.figures) and not self.faults

    def as_json(self) -> dict[str, Any]:
        """Return one object: the counts, the faults, each figure with its floor and ratio."""
        figures = {
            one.name: {
                "value": round(one.value, 4),
                "unit": one.unit,
                "floor": one.floor and round(one.floor, 4),
                "ratio": one.ratio and round(one.ratio, 3),
                "promise": one.promise,
                "kept": one.kept,
            }
            for one in self.figures
        }
        found = {"name": self.name, "kept": self.kept, "faults": self.faults}
        return {**found, **self.counts, "figures": figures}


HEAD = ("", "measured", "floor", "ratio", "promise", "")


def table(report: Report) -> str:
    """Lay a report out for a terminal."""
    rows = [HEAD, *(_row(one) for one in report.figures)] if report.figures else []
    for name, count in report.counts.items():
        bad = "MISSED" if name in report.wrong and count else ""
        rows.append((name, str(count), "", "", "= 0" if name in report.wrong else "", bad))
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = (
        "  ".join(
            cell.ljust(width) if column in {0, 5} else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )
    return "\n".join(lines)


def _row(one: Figure) -> tuple[str, ...]:
    return (
        one.name,
        f"{one.value:.4g} {one.unit}".strip(),
        f"{one.floor:.4g} {one.unit}".strip() if one.floor else "",
        f"{one.ratio:.2f} ×" if one.ratio else "",
        one.promise,
        "kept" if one.kept and one.promise else "" if one.kept else "MISSED",
    )
