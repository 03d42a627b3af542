"""Anchors: appended while the chain grows, never taken back."""

import json
from datetime import UTC, datetime
from pathlib import Path

from audit.anchor import anchor_file, append_head, known_heads, last_head, utc_now
from audit.chain import Head

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_heads_are_appended_one_a_line(anchors: Path) -> None:
    assert anchor_file() == anchors
    assert (known_heads(), last_head()) == ([], Head(0, ""))
    assert append_head(Head(3, "a" * 64), at=AT)
    assert append_head(Head(5, "b" * 64), at=AT)
    lines = [json.loads(line) for line in anchors.read_text().splitlines()]
    assert lines[0] == {
        "position": 3,
        "hash": "a" * 64,
        "at": "2026-03-02T09:00:00.000000+00:00",
    }
    assert known_heads() == [Head(3, "a" * 64), Head(5, "b" * 64)]
    assert last_head() == Head(5, "b" * 64)


def test_an_empty_chain_and_a_head_that_is_not_further_leave_the_file_alone(anchors: Path) -> None:
    assert not append_head(Head(0, "0" * 64), at=AT)
    assert not anchors.exists()
    append_head(Head(5, "b" * 64), at=AT)
    before = anchors.read_bytes()
    assert not append_head(Head(5, "c" * 64), at=AT)
    assert not append_head(Head(4, "d" * 64), at=AT)
    assert anchors.read_bytes() == before


def test_a_torn_line_hides_no_other(anchors: Path) -> None:
    append_head(Head(5, "b" * 64), at=AT)
    with anchors.open("a") as file:
        file.write('{"position": 6, "ha\n[]\n{"position": null, "hash": "x"}\n')
    assert last_head() == Head(5, "b" * 64)
    append_head(Head(7, "c" * 64), at=AT)
    assert [head.position for head in known_heads()] == [5, 7]


def test_a_line_torn_without_its_end_hides_no_later_one(anchors: Path) -> None:
    append_head(Head(5, "b" * 64), at=AT)
    with anchors.open("a") as file:
        file.write('{"position": 6, "ha')
    append_head(Head(7, "c" * 64), at=AT)
    append_head(Head(8, "d" * 64), at=AT)
    assert [head.position for head in known_heads()][-2:] == [7, 8]


def test_the_last_of_many_heads_is_found(anchors: Path) -> None:
    for position in range(1, 101):
        append_head(Head(position, f"{position:064}"), at=AT)
    assert last_head() == Head(100, f"{100:064}")
    assert len(known_heads()) == 100


def test_anchors_know_the_machine_s_time_only() -> None:
    assert abs((utc_now() - datetime.now(UTC)).total_seconds()) < 5
