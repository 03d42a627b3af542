"""The queues: each channel and the sweep have one of their own."""

from config import queues


def test_the_sweep_waits_behind_no_other_tick() -> None:
    """It finds what dead workers left, so nothing else may stand in its queue."""
    ticks = [entry["options"]["queue"] for entry in queues.TICKS.values()]
    assert ticks.count(queues.SWEEP_QUEUE) == 1
    assert queues.SWEEP_QUEUE not in queues.CHANNELS


def test_workers_take_from_every_queue() -> None:
    """What is put where no worker looks would never be done."""
    ticks = {entry["options"]["queue"] for entry in queues.TICKS.values()}
    assert {queue.name for queue in queues.QUEUES} >= ticks | set(queues.CHANNELS)


def test_a_tick_is_not_out_of_date_before_the_next_one() -> None:
    """Nor on a machine whose clock is some seconds ahead."""
    for entry in queues.TICKS.values():
        assert entry["options"]["expires"] >= max(entry["schedule"], 10)
