"""Rendering in a process of its own that can be limited and killed."""

import atexit
import base64
import contextlib
import json
import os
import shutil
import signal
import struct
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import IO

from macd.pdf.folders import new_folder

CHILD = Path(__file__).with_name("child.py")
# What a job may take grows with its page: thrice what a document of 1,000 lines (1.8 MB) was
# measured to need. By the clock the longest ends before its message's time (OUTBOX_SECONDS).
SECONDS, SECONDS_A_MEGABYTE, MOST_SECONDS = 15, 60, 160
MEMORY_BYTES, MEMORY_A_BYTE, MOST_MEMORY_BYTES = 768 << 20, 600, 3 << 30
# The child ends a job that takes too long; where it hangs itself, it is ended this much later.
PATIENCE = 3
GRACE_SECONDS = 5
START_SECONDS = 30

FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <selectfont><rejectfont><glob>*.otf</glob></rejectfont></selectfont>
</fontconfig>
"""


class RenderFailed(Exception):
    """The document could not be rendered within its limits; the text says why."""


@dataclass(frozen=True)
class AttachedFile:
    """A file inside the PDF."""

    name: str
    description: str
    content: bytes


def render_html(
    html: str,
    *,
    attachments: list[AttachedFile],
    identifier: str,
    created: str,
    seconds: int | None = None,
    memory: int | None = None,
) -> bytes:
    """Return the PDF of an HTML page that holds everything it needs.

    `created` is a W3C date-time in UTC; with the same arguments the bytes are the same. The job
    may take `seconds` of computing (thrice that by the clock) and `memory` bytes of address space;
    by default what a page of its length may. Raises RenderFailed.
    """
    seconds = seconds or seconds_for(len(html))
    job = {
        "html": html,
        "attachments": [
            {
                "name": each.name,
                "description": each.description,
                "content": base64.b64encode(each.content).decode(),
            }
            for each in attachments
        ],
        "identifier": identifier,
        "created": created,
        "seconds": seconds,
        "patience": PATIENCE,
        "memory": memory or memory_for(len(html)),
    }
    return _here().render(json.dumps(job).encode(), seconds=seconds)


def seconds_for(length: int) -> int:
    """Return how long a page of so many characters may be computed."""
    return min(SECONDS + SECONDS_A_MEGABYTE * length // 1_000_000, MOST_SECONDS)


def memory_for(length: int) -> int:
    """Return how many bytes of address space a page of so many characters may take."""
    return min(MEMORY_BYTES + MEMORY_A_BYTE * length, MOST_MEMORY_BYTES)


class Renderer:
    """A rendering process, started when first needed and again when it is gone."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.lock = threading.Lock()
        self.process: subprocess.Popen[bytes] | None = None
        self.folder: Path | None = None
        self.lock_of_folder: int | None = None

    def render(self, job: bytes, *, seconds: int) -> bytes:
        """Have one job done. Raises RenderFailed."""
        with self.lock:
            fresh = self.process is None or self.process.poll() is not None
            answer = self._ask(job, seconds)
            if answer is None and not fresh:
                # It left for lack of work between our look and our question.
                answer = self._ask(job, seconds)
        if answer is None:
            raise RenderFailed("the rendering process is gone")
        status, content = answer
        if status != b"D":
            raise RenderFailed(content.decode(errors="replace"))
        return content

    def close(self) -> None:
        """End the process and what it is doing."""
        if self.owner != os.getpid():
            # A fork has inherited us; the process belongs to the one that started it.
            return
        process, self.process = self.process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        if self.folder is not None:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder = None
        if self.lock_of_folder is not None:
            os.close(self.lock_of_folder)
            self.lock_of_folder = None

    def _ask(self, job: bytes, seconds: int) -> tuple[bytes, bytes] | None:
        if self.process is None or self.process.poll() is not None:
            self.close()
            self._start()
        process = self.process
        if process is None or process.stdin is None or process.stdout is None:
            return None
        answer = None
        alarm = threading.Timer(START_SECONDS + seconds * PATIENCE + GRACE_SECONDS, process.kill)
        alarm.start()
        try:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(struct.pack(">Q", len(job)) + job)
                process.stdin.flush()
                answer = _answer(process.stdout)
        finally:
            alarm.cancel()
        if answer is None:
            self.close()
        return answer

    def _start(self) -> None:
        folder, lock = self.folder, self.lock_of_folder = new_folder()
        fonts = folder / "fonts.conf"
        fonts.write_text(
            FONTS.format(fonts=files("font_source_sans_pro") / "files", cache=folder / "cache")
        )
        kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}
        # It runs no program. With a path to some, the search for each of its libraries would ask a
        # compiler and a linker where they are, which takes a seventh of its start.
        kept["PATH"] = ""
        # One heap only: a second one, made for a thread, reserves addresses beforehand, from which
        # a job could take more than its limit.
        kept["MALLOC_ARENA_MAX"] = "1"
        self.process = subprocess.Popen(
            [sys.executable, "-I", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={**kept, "FONTCONFIG_FILE": str(fonts), "HOME": str(folder), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            # With it, the child holds its folder for as long as it lives.
            pass_fds=(lock,),
        )


def _answer(stream: IO[bytes]) -> tuple[bytes, bytes] | None:
    head = stream.read(9)
    if len(head) < 9:
        return None
    [length] = struct.unpack(">Q", head[1:])
    content = stream.read(length)
    return (head[:1], content) if len(content) == length else None


_renderer: Renderer | None = None


def close_renderer() -> None:
    """End this process's rendering process, where there is one; the next job starts another."""
    _here().close()


def _here() -> Renderer:
    """Return this process's renderer: after a fork the parent's is not ours to talk to."""
    global _renderer  # noqa: PLW0603
    if _renderer is None or _renderer.owner != os.getpid():
        _renderer = Renderer()
        atexit.register(_renderer.close)
    return _renderer
