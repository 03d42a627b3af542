"""The queues: each channel and the sweep have one of their own."""

from config import queues


def test_the_sweep_waits_behind_no_other_tick() -> None:
    """It finds what dead workers left, so nothing else may stand in its queue; nor before others
    what comes each second."""
    ticks = [entry["options"]["queue"] for entry in queues.TICKS.values()]
    for alone in (queues.SWEEP_QUEUE, queues.CHAIN_QUEUE):
        assert ticks.count(alone) == 1
        assert alone not in queues.CHANNELS


def test_workers_take_from_every_queue() -> None:
    """What is put where no worker looks would never be done."""
    ticks = {entry["options"]["queue"] for entry in queues.TICKS.values()}
    assert {queue.name for queue in queues.QUEUES} >= ticks | set(queues.CHANNELS)


def test_a_tick_is_not_out_of_date_before_the_next_one() -> None:
    """Nor on a machine whose clock is some seconds ahead."""
    for entry in queues.TICKS.values():
        assert entry["options"]["expires"] >= max(entry["schedule"], 10)
