import os
import signal
import time
from pathlib import Path

import redis

from supervisor import broker as module
from supervisor.broker import Broker


def connect(broker: Broker) -> redis.Redis:
    return redis.Redis.from_url(broker.url.replace("redis+socket://", "unix://"))


def test_it_keeps_what_it_holds_over_a_crash(home: Path) -> None:
    broker = Broker(home)
    process = broker.start()
    with connect(broker) as connection:
        connection.set("answer", "42")
        time.sleep(1.5)  # it writes every second
    assert process.running is not None
    os.kill(process.running.pid, signal.SIGKILL)
    process.wait()
    again = Broker(home)
    process = again.start()
    with connect(again) as connection:
        assert connection.get("answer") == b"42"
    process.ask_to_stop()
    process.wait()


def test_the_tests_own_keeps_nothing(home: Path) -> None:
    broker = Broker(home, lasting=False)
    process = broker.start()
    with connect(broker) as connection:
        assert connection.config_get("appendonly") == {"appendonly": "no"}
    process.ask_to_stop()
    process.wait()


def test_without_a_server_one_in_python_takes_its_place(home: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "_binary", lambda: None)
    broker = Broker(home)
    assert Broker(home).url == broker.url, "the address is the same at each start"
    process = broker.start()
    with connect(broker) as connection:
        connection.lpush("queue", "task")
        assert connection.brpop("queue", timeout=2) == (b"queue", b"task")
    process.ask_to_stop()
    process.wait()
