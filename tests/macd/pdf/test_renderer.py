"""The rendering process keeps its limits, fetches nothing, and is replaced when it is gone."""

import hashlib
import http.server
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from macd.pdf import renderer
from macd.pdf.renderer import (
    GRACE_SECONDS,
    MOST_SECONDS,
    AttachedFile,
    Renderer,
    RenderFailed,
    memory_for,
    render_html,
    seconds_for,
)
from tests.installation import alive
from tests.macd.pdf.tools import needs_poppler, run, text_of

PAGE = '<html lang="en"><title>Page</title><p>Good morning</p></html>'
CREATED = "2026-03-02T09:30:00Z"


def render(html: str = PAGE, **limits: int) -> bytes:
    """Render a page with nothing attached."""
    return render_html(html, attachments=[], identifier="one", created=CREATED, **limits)


def test_the_same_page_gives_the_same_bytes_in_any_process() -> None:
    attached = AttachedFile("content.json", "Content", b"{}")
    made = set()
    for _ in range(2):
        pdf = render_html(PAGE, attachments=[attached], identifier="one", created=CREATED)
        made.add(hashlib.sha256(pdf).hexdigest())
        renderer.close_renderer()
    assert len(made) == 1


@needs_poppler
def test_attachments_are_in_the_file(tmp_path: Path) -> None:
    attached = AttachedFile("content.json", "Content", b'{"a": 1}')
    pdf = render_html(PAGE, attachments=[attached], identifier="one", created=CREATED)
    run(pdf, tmp_path, "pdfdetach", "-saveall", "-o", str(tmp_path), "FILE")
    assert (tmp_path / "content.json").read_bytes() == b'{"a": 1}'


def test_a_job_that_takes_too_long_is_ended_and_the_next_one_done() -> None:
    with pytest.raises(RenderFailed, match="too long"):
        render("<table>" + "<tr><td>word word word" * 20_000, seconds=1)
    assert render().startswith(b"%PDF")


def test_it_knows_no_program_and_nothing_of_ours() -> None:
    """No path to programs, no address of the database, no secret of the installation."""
    render()
    process = renderer._here().process
    assert process is not None
    told = Path(f"/proc/{process.pid}/environ").read_text().split("\0")
    environ = dict(line.split("=", 1) for line in told if line)
    assert environ["PATH"] == ""
    assert not {"DATABASE_URL", "REDIS_URL", "SECRET_KEY"} & environ.keys()


def test_pages_of_people_go_before_it() -> None:
    render()
    process = renderer._here().process
    assert process is not None
    here, there = (os.getpriority(os.PRIO_PROCESS, pid) for pid in (0, process.pid))
    assert there > here


def test_a_job_that_takes_too_much_memory_is_ended_and_the_next_one_done() -> None:
    # A fresh process, with less lying free than one that has printed long documents.
    if warm := renderer._here().process:
        warm.kill()
        warm.wait()
    page = "<p>" + "word " * 60_000
    with pytest.raises(RenderFailed):
        render(page, memory=100 << 20, seconds=35)
    assert render(page, seconds=35).startswith(b"%PDF")
    assert render().startswith(b"%PDF")


def test_a_process_that_was_killed_is_started_again() -> None:
    render()
    process = renderer._here().process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert render().startswith(b"%PDF")


def test_a_process_that_leaves_at_the_last_moment_is_started_again() -> None:
    """Killed, but not yet noticed: the question meets a closed pipe."""
    render()
    process = renderer._here().process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    process.poll = lambda: None  # type: ignore[method-assign]
    assert render().startswith(b"%PDF")


def test_a_fork_starts_its_own_process_and_leaves_the_parents_alone() -> None:
    render()
    inherited = renderer._here()
    child = os.fork()
    if child == 0:
        inherited.close()
        os._exit(0 if renderer._here() is not inherited else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert inherited.process is not None
    assert inherited.process.poll() is None
    assert renderer._here() is inherited


def test_what_a_page_may_take_grows_with_it_to_an_end() -> None:
    assert (seconds_for(20_000), memory_for(20_000)) == (16, (768 << 20) + 12_000_000)
    assert (seconds_for(1_800_000), memory_for(1_800_000)) == (123, (768 << 20) + 1_080_000_000)
    assert (seconds_for(10**9), memory_for(10**9)) == (160, 3 << 30)


def test_the_longest_job_ends_before_its_message_is_given_up() -> None:
    by_the_clock = renderer.START_SECONDS + MOST_SECONDS * renderer.PATIENCE + GRACE_SECONDS
    for channel in ("seal", "preview", "case_letter"):
        assert by_the_clock < settings.OUTBOX_SECONDS[channel]


def test_a_process_whose_caller_was_killed_clears_its_folder_away(tmp_path: Path) -> None:
    """`kill -9` of a worker ends the worker, and its rendering process finds its input closed."""
    code = (
        "import os, signal; from macd.pdf import renderer;"
        "renderer.render_html('<p>x', attachments=[], identifier='one', created='" + CREATED + "');"
        "print(renderer._here().process.pid, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    caller = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TMPDIR": str(tmp_path)},
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert caller.returncode == -signal.SIGKILL
    gone = os.pidfd_open(int(caller.stdout)) if alive(int(caller.stdout)) else None
    if gone is not None:
        assert select.select([gone], [], [], 60)[0]
        os.close(gone)
    assert list(tmp_path.iterdir()) == []


def test_closing_leaves_nothing_behind() -> None:
    one = Renderer()
    one._start()
    folder, process = one.folder, one.process
    assert folder is not None
    assert process is not None
    one.close()
    assert not Path(folder).exists()
    assert process.poll() is not None


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """Listen on a port; return the address and what was asked of it."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"leaked")

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


CHANNELS = (
    '<img src="{0}/img">',
    '<img srcset="{0}/srcset 2x" src="{0}/src">',
    '<link rel="stylesheet" href="{0}/link">',
    '<link rel="attachment" href="{0}/attachment">',
    '<a rel="attachment" href="{0}/a-attachment">file</a>',
    '<style>@import "{0}/import";</style>',
    '<style>@font-face {{ font-family: f; src: url("{0}/font") }} p {{ font-family: f }}</style>x',
    '<style>body {{ background: url("{0}/background") }}</style>',
    '<style>@page {{ background: url("{0}/page") }}</style>',
    '<style>li {{ list-style-image: url("{0}/list") }}</style><ul><li>x</li></ul>',
    '<style>p::before {{ content: url("{0}/content") }}</style><p>x</p>',
    '<style>p {{ border-image: url("{0}/border") 3 }}</style><p>x</p>',
    '<object data="{0}/object"></object>',
    '<embed src="{0}/embed">',
    '<iframe src="{0}/iframe"></iframe>',
    '<svg><image href="{0}/svg-image" width="9" height="9"/></svg>',
    '<svg><use href="{0}/svg-use#a"/></svg>',
    '<base href="{0}/"><img src="base">',
    (
        '<img src="data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22%3E'
        '%3Cimage href=%22{0}/nested%22 width=%229%22 height=%229%22/%3E%3C/svg%3E">'
    ),
)


def attempt(html: str) -> bytes:
    """Render what reaches outside; where that is refused as a whole, return another page."""
    try:
        return render(f"<title>x</title>{html}")
    except RenderFailed:
        return render()


@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_is_fetched_from_the_network(listener: tuple[str, list[str]], channel: str) -> None:
    address, asked = listener
    attempt(channel.format(address))
    assert asked == []


@needs_poppler
@pytest.mark.parametrize("channel", CHANNELS)
def test_nothing_is_read_from_files(tmp_path: Path, channel: str) -> None:
    """Every name in the folder is a link to the secret, so that any channel would find it."""
    secret = tmp_path / "secret"
    secret.write_text("the secret word")
    for name in ("attachment", "a-attachment", "object", "iframe", "embed"):
        (tmp_path / name).symlink_to(secret)
    pdf = attempt(channel.format(tmp_path.as_uri()))
    assert "secret" not in text_of(pdf, tmp_path)
    assert run(pdf, tmp_path, "pdfdetach", "-list", "FILE").startswith("0 embedded files")
