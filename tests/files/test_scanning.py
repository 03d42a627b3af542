"""A virus scanner is asked where there is one; without its word nothing passes."""

import socket
import struct
import threading
from collections.abc import Iterator

import pytest

from files.scanning import refuse_infected
from files.uploads import UploadRefused


class Daemon:
    """Speaks ClamAV's protocol: reads one stream, and answers."""

    def __init__(self, answer: bytes) -> None:
        self.answer, self.heard = answer, b""
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self.door.getsockname()[1]}"
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self) -> None:
        caller, _address = self.door.accept()
        with caller, caller.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := struct.unpack("!I", stream.read(4))[0]:
                self.heard += stream.read(size)
            caller.sendall(self.answer)

    def close(self) -> None:
        self.thread.join(5)
        self.door.close()


@pytest.fixture
def clean() -> Iterator[Daemon]:
    daemon = Daemon(b"stream: OK\0")
    yield daemon
    daemon.close()


@pytest.fixture
def infected() -> Iterator[Daemon]:
    daemon = Daemon(b"stream: Eicar-Signature FOUND\0")
    yield daemon
    daemon.close()


def test_without_a_scanner_everything_passes(settings):
    settings.CLAMD_URL = ""
    refuse_infected(b"anything")


def test_what_is_clean_passes_whole(settings, clean):
    settings.CLAMD_URL = clean.url
    content = b"x" * 150_000
    refuse_infected(content)
    clean.thread.join(5)
    assert clean.heard == content


def test_what_is_infected_is_refused(settings, infected):
    settings.CLAMD_URL = infected.url
    with pytest.raises(UploadRefused, match="virus"):
        refuse_infected(b"bad")


@pytest.mark.parametrize("url", ["unix:///nowhere/clamd.sock", "tcp://127.0.0.1:1"])
def test_a_scanner_that_does_not_answer_lets_nothing_pass(settings, url):
    settings.CLAMD_URL = url
    with pytest.raises(UploadRefused, match="Try again"):
        refuse_infected(b"good")
