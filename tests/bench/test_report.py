"""What a benchmark says: ratios to the floor, promises kept or missed, faults counted."""

from bench.frame.report import Figure, Report, table


def test_a_promise_is_about_the_ratio_where_there_is_a_floor() -> None:
    figure = Figure("sealed", 0.22, "s", floor=0.2, at_most=1.15)
    assert figure.ratio is not None
    assert round(figure.ratio, 2) == 1.1
    assert figure.kept
    assert not Figure("sealed", 0.24, "s", floor=0.2, at_most=1.15).kept


def test_a_promise_is_about_the_value_where_there_is_no_floor() -> None:
    assert Figure("slowest", 59.0, "s", at_most=60).kept
    assert not Figure("slowest", 61.0, "s", at_most=60).kept
    assert not Figure("share of the cores", 0.8, at_least=0.85).kept
    assert Figure("only told", 61.0, "s").kept


def test_a_fault_counted_misses_the_promise() -> None:
    counts: dict[str, int | float | str] = {"lost": 0, "kills": 3}
    assert Report("crash", counts=counts, wrong=frozenset({"lost"})).kept
    assert not Report("crash", counts=counts | {"lost": 1}, wrong=frozenset({"lost"})).kept


def test_json_has_the_counts_beside_the_figures() -> None:
    report = Report("crash", [Figure("slowest", 2.0, "s", at_most=3)], {"kills": 3, "seed": 7})
    answer = report.as_json()
    assert (answer["name"], answer["kept"], answer["kills"], answer["seed"]) == (
        "crash",
        True,
        3,
        7,
    )
    assert answer["figures"]["slowest"]["value"] == 2.0
    assert answer["figures"]["slowest"]["kept"] is True


def test_the_table_names_what_was_missed() -> None:
    report = Report(
        "crash",
        [Figure("slowest", 4.0, "s", floor=2.0, at_most=1.5)],
        {"lost": 1, "kills": 3},
        frozenset({"lost"}),
    )
    head, slowest, lost, kills = table(report).splitlines()
    assert "promise" in head
    assert slowest.split() == ["slowest", "4", "s", "2", "s", "2.00", "×", "≤", "1.5", "MISSED"]
    assert lost.split() == ["lost", "1", "=", "0", "MISSED"]
    assert kills.split() == ["kills", "3"]
