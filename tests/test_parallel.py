from tests.parallel import broker_of, group_of, storage_of


def test_each_process_has_a_broker_and_files_of_its_own() -> None:
    for url in ("redis://host:6379/0", "redis+socket:///run/broker.sock"):
        assert len({broker_of(url, worker) for worker in ("", "gw0", "gw1", "gw2")}) == 4
    assert broker_of("redis://host:6379/0", "gw0") == "redis://host:6379/1"
    assert broker_of("redis+socket:///a.sock", "gw1") == "redis+socket:///a.sock?virtual_host=2"
    assert storage_of("/files", "gw1") == "/files/gw1"
    assert storage_of("/files", "") == "/files"


def test_journeys_stay_together() -> None:
    assert group_of("tests/journeys/test_a.py::test_b") == group_of("tests/journeys/test_c.py::d")
    assert group_of("tests/macd/test_a.py::test_b[1]") == "tests/macd/test_a.py"
