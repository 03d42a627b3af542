"""bin/run: the whole installation, from nothing to its address."""

import contextlib
import hashlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from http import HTTPStatus
from types import FrameType

from supervisor import environment, libraries
from supervisor.installation import Installation
from supervisor.places import PYTHON, ROOT, VENV, state_directory
from supervisor.problems import CannotStart
from supervisor.processes import PATIENCE, STOPPING, Process
from supervisor.watch import Watched, again, watch
from supervisor.welcome import welcome

FIRST_PAGE_WITHIN = 120.0
WAITING = 1024
"""So many connections may wait while the web server is started again."""


def run(arguments: list[str]) -> int:
    """Prepare everything, run it until Ctrl-C, and stop it cleanly."""
    if arguments:
        print("bin/run takes no arguments; PORT and MACD_HOME are read from the environment.")
        return 2
    for number in STOPPING:
        signal.signal(number, _interrupt)
    began = time.monotonic()
    environment.prepare()
    installation = Installation(state_directory())
    with contextlib.suppress(KeyboardInterrupt), installation.held():
        _run(installation, began=began)
    print("Stopped.", flush=True)
    return 0


def _run(installation: Installation, *, began: float) -> None:
    left = installation.register.stop_left_behind()
    if left:
        print(f"Ended what an earlier start left behind: {', '.join(left)}", flush=True)
    if installation.begin_anew():
        print("An earlier start was interrupted while it loaded the demonstration: beginning anew")
    # What was killed lets go of the port a moment after it is gone from the list of processes.
    door = _door(patience=PATIENCE if left else 0)
    port = door.getsockname()[1]
    libraries.prepare(installation.home)
    with door, installation.parts() as parts:
        environ = installation.environ() | _web_address(installation, port)
        _prepare(installation, environ)
        with _processes(installation, environ, door) as processes:
            everything = [*parts, *(Watched(one, again(one)) for one in processes)]
            for process in processes:
                process.start()
                installation.register.write([one.process for one in everything])
                if process.name == "web":
                    # The first page before all else: the others would only slow it down.
                    _wait_for_page(port, process)
                    print(welcome(environ, seconds=time.monotonic() - began), flush=True)
            watch(everything, installation.register, say=_say)


def _prepare(installation: Installation, environ: dict[str, str]) -> None:
    """Bring database, translations, static files and demonstration up to date.

    Skipped when nothing they are made of changed; another database may have, so always done there.
    """
    stamp = installation.home / "run" / "prepared"
    if installation.embedded and stamp.is_file() and stamp.read_text() == ingredients(installation):
        return
    stamp.unlink(missing_ok=True)
    command = [str(PYTHON), "-m", "config.prepare"]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **environ}).returncode:
        raise CannotStart("The installation could not be prepared; the reason is above.")
    stamp.write_text(ingredients(installation))


def ingredients(installation: Installation) -> str:
    """Return a hash of the files that the preparation reads and of what it leaves behind."""
    patterns = (
        "*/migrations/*.py",
        "locale/**/*.*o",
        "*/static/**/*",
        "static/**/*",
        "require*.txt",
    )
    seen = hashlib.sha256(installation.environ()["DEMO"].encode())
    paths = {path for pattern in patterns for path in ROOT.glob(pattern)}
    # Not by where the state directory lies: it may be moved, or be a copy.
    named = [(str(path), path) for path in sorted(paths)]
    for name, path in [*named, ("collected", installation.home / "static" / "collected")]:
        if path.is_file():
            facts = path.stat()
            seen.update(f"{name} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return seen.hexdigest()


@contextlib.contextmanager
def _processes(
    installation: Installation, environ: dict[str, str], door: socket.socket
) -> Iterator[list[Process]]:
    """Give web, worker, scheduler and relay; stop those that run all together at the end."""
    celery = [str(VENV / "bin" / "celery"), "-A", "config"]
    commands = {
        "web": [
            *(str(VENV / "bin" / "gunicorn"), "config.wsgi", "--preload", "--workers", "2"),
            *(
                "--bind",
                f"fd://{door.fileno()}",
                "--no-control-socket",
                "--timeout",
                "30",
                "--graceful-timeout",
                "10",
            ),
            *("--worker-tmp-dir", "/dev/shm" if os.path.isdir("/dev/shm") else "/tmp"),  # noqa: S108
        ],
        "worker": [
            *(*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"),
            *("--without-gossip", "--without-mingle", "--without-heartbeat"),
        ],
        "scheduler": [*celery, "beat", "--loglevel", "WARNING", "--pidfile="],
        "relay": [str(PYTHON), "manage.py", "relay"],
    }
    processes = [
        Process(
            name=name,
            command=command,
            log=installation.home / "log" / f"{name}.log",
            # Checked already when it was prepared; checking loads every page, which only web and
            # worker need.
            environ={**environ, "DATABASE_OWNER_URL": "", "CELERY_SKIP_CHECKS": "1"},
            folder=ROOT,
            door=door.fileno() if name == "web" else None,
            # People wait for pages; mails and seals have seconds.
            niceness=5 if name == "worker" else 0,
        )
        for name, command in commands.items()
    ]
    try:
        yield processes
    finally:
        _take_no_more_signals()
        for process in processes:
            process.ask_to_stop()
        for process in processes:
            process.wait()


def _door(*, patience: float) -> socket.socket:
    """Open the port here, and not in the web server: who knocks while that is started again waits
    a moment and is answered, instead of being turned away.

    A port that is taken is asked for again for so many seconds. Raises CannotStart.
    """
    given = os.environ.get("PORT", "8000")
    if not given.isdecimal():
        message = f"PORT must be a number, not {given!r}."
        raise CannotStart(message)
    deadline = time.monotonic() + patience
    while True:
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((os.environ.get("BIND", "127.0.0.1"), int(given)))
            door.listen(WAITING)
        except OSError:
            door.close()
            if time.monotonic() >= deadline:
                message = f"Port {given} is taken. Choose another one: PORT=8001 bin/run"
                raise CannotStart(message) from None
            time.sleep(0.1)
        else:
            return door


def _web_address(installation: Installation, port: int) -> dict[str, str]:
    given = installation.given.get("PUBLIC_URL", "")
    demo = installation.environ()["DEMO"]
    return {"PUBLIC_URL": given or (f"http://localhost:{port}" if demo else "")}


def _wait_for_page(port: int, web: Process) -> None:
    host = os.environ.get("BIND", "127.0.0.1").replace("0.0.0.0", "127.0.0.1")  # noqa: S104
    deadline = time.monotonic() + FIRST_PAGE_WITHIN
    while time.monotonic() < deadline:
        if not web.alive:
            message = f"The web server did not start:\n{web.last_words(30)}"
            raise CannotStart(message)
        if _answers(f"http://{host}:{port}/healthz"):
            return
        time.sleep(0.1)
    raise CannotStart(f"The web server does not answer; see {web.log}")


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310  our own address
            return bool(answer.status == HTTPStatus.OK)
    except OSError:
        return False


def _say(text: str) -> None:
    print(time.strftime("%H:%M:%S"), text, flush=True)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _take_no_more_signals() -> None:
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
