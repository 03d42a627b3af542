"""A small web server that receives webhooks and answers as it is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from threading import Event, Thread


@dataclass
class Receiver:
    """What came in, and how it is answered."""

    url: str = ""
    status: int = 204
    silent: bool = False
    trickling: bool = False
    closing: Event = field(default_factory=Event)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


def trickle(receiver: Receiver, out: BufferedIOBase) -> None:
    """Begin to answer, and send a little more of it ever and again."""
    for part in ("HTTP/1.1 200 OK", *[f"X-Part: {number}" for number in range(50)]):
        try:
            out.write(f"{part}\r\n".encode())
        except OSError:
            return
        receiver.closing.wait(0.1)


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Listen on this machine for the length of a test."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            receiver.got.append((dict(self.headers.items()), body))
            if receiver.silent:
                receiver.closing.wait(20)
                return
            if receiver.trickling:
                trickle(receiver, self.wfile)
                return
            self.send_response(receiver.status)
            if receiver.status == 302:
                self.send_header("Location", receiver.url)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_address[1]}/in"
    thread = Thread(target=server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield receiver
    finally:
        receiver.closing.set()
        server.shutdown()
        thread.join()
        server.server_close()
