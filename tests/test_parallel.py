from collections import OrderedDict
from pathlib import Path

from tests.parallel import FIRST, broker_of, group_of, put_first, share_of, storage_of


def test_each_process_has_a_broker_and_files_of_its_own() -> None:
    for url in ("redis://host:6379/0", "redis+socket:///run/broker.sock"):
        assert len({broker_of(url, worker) for worker in ("", "gw0", "gw1", "gw2")}) == 4
    assert broker_of("redis://host:6379/0", "gw0") == "redis://host:6379/1"
    assert broker_of("redis+socket:///a.sock", "gw1") == "redis+socket:///a.sock?virtual_host=2"
    assert storage_of("/files", "gw1") == "/files/gw1"
    assert storage_of("/files", "") == "/files"


def test_what_shares_an_installation_or_a_company_stays_together() -> None:
    assert group_of("tests/journeys/test_a.py::test_b") == group_of("tests/journeys/test_c.py::d")
    assert group_of("tests/macd/pages/test_a.py::test_b") == "tests/macd/pages"
    assert group_of("tests/macd/test_a.py::test_b[1]") == "tests/macd/test_a.py"


def test_each_process_begins_with_a_share_of_its_own_and_all_shares_are_everything() -> None:
    modules = [Path(f"test_{number}.py") for number in range(11)]
    shares = [share_of(modules, f"gw{number}", 3) for number in range(3)]
    assert [one for share in shares for one in share] == modules
    assert [len(share) for share in shares] == [3, 4, 4]


def test_what_takes_longest_comes_first_and_is_there() -> None:
    groups = OrderedDict.fromkeys(["tests/a.py", FIRST[1], "tests/b.py", FIRST[0]])
    put_first(groups)
    assert list(groups) == [*FIRST[:2], "tests/a.py", "tests/b.py"]
    root = Path(__file__).parent.parent
    assert all((root / name).exists() for name in FIRST)
