"""A person at the installation's web server: one kept session, forms sent until answered."""

import http.client
import threading
import time
import urllib.parse
from dataclasses import dataclass, replace
from uuid import uuid4

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY as BACKEND_KEY
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import Error, connections
from django.http import HttpRequest

from accounts.models import Person

TOKEN = "c" * 32
BUSY = 503
PROOF_KEPT = 200.0
"""Seconds after which a signatory proves again who they are; a proof counts five minutes."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said; status 0 where it said nothing."""

    status: int
    location: str = ""
    body: bytes = b""
    sent_again: int = 0


class Visitor:
    """One signed-in person; not for several threads at once."""

    def __init__(self, person: Person, *, port: int) -> None:
        self.person, self.port = person, port
        self.session, self.proved_at = SessionStore(), 0.0
        self.unanswered = 0

    def sign_in(self) -> None:
        """Sign in, and prove who one is: what the pages of sign-in would write."""
        # A new one each time: what a killed database has not kept cannot be written on.
        session = SessionStore()
        session[SESSION_KEY] = str(self.person.pk)
        session[BACKEND_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = self.person.get_session_auth_hash()
        request = HttpRequest()
        request.session = session
        record_authentication(request, self.person, "password", reauthenticated=True)
        session.save()
        self.session = session
        self.proved_at = time.monotonic()

    def twin(self) -> "Visitor":
        """The same person in another browser, signed in, for another thread."""
        other = Visitor(self.person, port=self.port)
        other.sign_in()
        return other

    def press(self, path: str, form: dict[str, str]) -> Answer:
        """Send a form, and the same again where the page says that it could not be done yet."""
        again = 0
        while (answer := self.post(path, form)).status == BUSY:
            again += 1
        return replace(answer, sent_again=again)

    def send(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form until it is answered, always under the same key, as a person would again."""
        form = {**fields, "idempotency_key": uuid4().hex}
        while True:
            answer = self.post(path, form)
            if answer.status in {302, 409, 422, 403, 404, 400}:
                return answer
            self.unanswered += 1
            time.sleep(0.3)

    def post(self, path: str, fields: dict[str, str]) -> Answer:
        """Send a form once."""
        if time.monotonic() - self.proved_at > PROOF_KEPT:
            try:
                self.sign_in()
            except Error:
                connections.close_all()
                return Answer(0)
        body = urllib.parse.urlencode({**fields, "csrfmiddlewaretoken": TOKEN})
        return self._ask("POST", path, body)

    def get(self, path: str) -> Answer:
        """Fetch a page."""
        return self._ask("GET", path)

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        cookies = {
            settings.SESSION_COOKIE_NAME: self.session.session_key,
            settings.CSRF_COOKIE_NAME: TOKEN,
        }
        headers = {
            "Host": f"localhost:{self.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return Answer(answer.status, answer.getheader("Location", ""), answer.read())
        except (OSError, http.client.HTTPException):
            return Answer(0)
        finally:
            line.close()


class Reader(threading.Thread):
    """Reads a page again and again, and notes how it was answered."""

    def __init__(self, visitor: Visitor, path: str, *, every: float = 0.0) -> None:
        super().__init__(daemon=True)
        self.visitor, self.path, self.every = visitor, path, every
        self.ended = threading.Event()
        self.seconds: list[float] = []
        self.dropped = 0

    def run(self) -> None:
        """Read until told to end; nothing is tried twice."""
        while not self.ended.is_set():
            began = time.monotonic()
            self.dropped += self.visitor.get(self.path).status != 200
            self.seconds.append(time.monotonic() - began)
            self.ended.wait(self.every)
