"""A mail server for tests and campaigns: counts Message-IDs, refuses and dawdles as told."""

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
ADDRESS = re.compile(r"<([^>]*)>")


@dataclass
class MailServer:
    """What came in since it listens, and how it behaves.

    ``dawdles`` is how long in seconds it takes for each mail before it accepts; ``refuses`` holds
    addresses that it answers 550. ``kept`` holds the last mails, for a look into them.
    """

    port: int = 0
    dawdles: float = 0.0
    refuses: set[str] = field(default_factory=set)
    arrived: Counter[str] = field(default_factory=Counter)
    first_at: dict[str, float] = field(default_factory=dict)
    refused: int = 0
    kept: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address as EMAIL_URL wants it."""
        return f"smtp://127.0.0.1:{self.port}"

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Hold one conversation, up to QUIT or a broken line."""
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to: list[str] = []
        writer.write(b"220 sink\r\n")
        while line := (await reader.readline()).decode("latin-1").strip():
            verb = line[:4].upper()
            if verb == "RCPT":
                writer.write(self._recipient(line, to))
            elif verb == "DATA":
                writer.write(b"354 go on\r\n")
                body = await reader.readuntil(b"\r\n.\r\n")
                await asyncio.sleep(self.dawdles)
                self._keep(to, body)
                writer.write(b"250 kept\r\n")
                to = []
            elif verb == "QUIT":
                writer.write(b"221 bye\r\n")
                return
            else:
                writer.write(b"250 fine\r\n")

    def _recipient(self, line: str, to: list[str]) -> bytes:
        found = ADDRESS.search(line)
        address = found.group(1) if found else ""
        if address in self.refuses:
            self.refused += 1
            return b"550 nobody of this name\r\n"
        to.append(address)
        return b"250 fine\r\n"

    def _keep(self, to: list[str], body: bytes) -> None:
        found = MESSAGE_ID.search(body)
        name = found.group(1).decode() if found else ""
        self.arrived[name] += 1
        self.first_at.setdefault(name, time.time())
        self.kept = [*self.kept[-20:], *((address, body) for address in to)]


@contextmanager
def mail_server(*, port: int = 0) -> Iterator[MailServer]:
    """Listen on this machine, in a thread of its own; at any free port for 0."""
    server, loop, ready = MailServer(), asyncio.new_event_loop(), threading.Event()
    listening: list[asyncio.Server] = []

    async def listen() -> None:
        listener = await asyncio.start_server(server.talk, "127.0.0.1", port, limit=2**24)
        server.port = listener.sockets[0].getsockname()[1]
        listening.append(listener)
        ready.set()

    def run() -> None:
        loop.run_until_complete(listen())
        loop.run_forever()
        for listener in listening:
            listener.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
