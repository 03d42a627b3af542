"""Times are compared fairly."""

from bench.frame.clock import best_of, percentile


def test_actions_take_turns_and_the_shortest_time_of_each_is_told() -> None:
    order: list[str] = []
    best = best_of(lambda: order.append("one"), lambda: order.append("other"), rounds=3)
    assert order == ["one", "other"] * 3
    assert len(best) == 2
    assert all(0 <= seconds < 1 for seconds in best)


def test_percentiles() -> None:
    assert percentile([3.0], 99) == 3.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
    assert percentile([float(number) for number in range(101)], 99) == 99.0
