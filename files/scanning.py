"""Asks a virus scanner about a file where one is configured; without its word nothing passes."""

import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from files.uploads import UploadRefused

PATIENCE = 20.0  # seconds
PIECE = 64 * 1024


def refuse_infected(content: bytes) -> None:
    """Let the content pass, or raise UploadRefused: infected, or nobody could look at it.

    ``CLAMD_URL`` is ``tcp://host:3310`` or ``unix:///path`` of a ClamAV daemon; none when empty.
    """
    if not settings.CLAMD_URL:
        return
    try:
        answer = _ask(settings.CLAMD_URL, content)
    except OSError as unreachable:
        raise UploadRefused(
            _("Files cannot be checked for viruses at the moment. Try again in a while.")
        ) from unreachable
    if not answer.endswith("OK"):
        raise UploadRefused(_("This file was refused by the virus scanner. Choose another one."))


def _ask(url: str, content: bytes) -> str:
    with _connected(url) as daemon:
        daemon.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            daemon.sendall(struct.pack("!I", len(piece)) + piece)
        daemon.sendall(struct.pack("!I", 0))
        told = b""
        while part := daemon.recv(4096):
            told += part
    return told.rstrip(b"\0\r\n ").decode("utf-8", "replace")


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    if parts.scheme == "unix":
        daemon = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        daemon.settimeout(PATIENCE)
        try:
            daemon.connect(parts.path)
        except OSError:
            daemon.close()
            raise
        return daemon
    return socket.create_connection((parts.hostname or "localhost", parts.port or 3310), PATIENCE)
