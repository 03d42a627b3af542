"""Campaign: how soon a mail is out after a request was sent, at more and more requests a second.

The rate is raised until mails come later than promised or the web server cannot take more; the
last rate that was kept is the machine's limit.
"""

import threading
import time
from typing import TYPE_CHECKING

from bench.crash import CLOCK
from bench.frame.clock import percentile
from bench.frame.places import running
from bench.frame.post import receiving
from bench.frame.report import Figure, Report
from tests.mailserver import MailServer

if TYPE_CHECKING:
    from bench.frame.customers import Customers

RATES = (1, 2, 5, 10, 20, 50)
PROMISED_RATE, WITHIN = 50, 2.0
SECONDS, SHORT_SECONDS = 10, 3


def run(*, short: bool, rate: int = 0) -> Report:
    """Raise the rate step by step; ``rate`` tries that one only."""
    rates = (rate,) if rate else RATES[:1] if short else RATES
    seconds = SHORT_SECONDS if short else SECONDS
    with receiving() as (server, at), running(MACD_CLOCK=CLOCK, **at) as installation:
        from bench.frame.customers import Customers
        from bench.frame.idle import wait_until_idle

        people = Customers(port=installation.port, companies=8)
        kept, sent, slow = 0, 0, 0.0
        for wanted in rates:
            people.prepare(wanted * seconds)
            wait_until_idle()
            reached, waits = _at_rate(people, server, wanted, seconds)
            wait_until_idle()
            sent += len(waits)
            slow = percentile(waits, 95) if waits else float("inf")
            print(f"{wanted}/s wanted, {reached:.1f}/s reached, 95 of 100 in {slow:.2f} s")
            if slow > WITHIN or reached < 0.9 * wanted:
                break
            kept = wanted
        return Report(
            "notified",
            figures=[
                Figure("requests a second with mails in time: the machine's limit", kept, "/s"),
                Figure("request to mail, 95 of 100, at the last rate", slow, "s"),
            ],
            counts={"submissions": sent, "refused": len(people.refused)},
            wrong=frozenset({"refused"}),
        )


def _at_rate(
    people: "Customers", server: MailServer, rate: int, seconds: int
) -> tuple[float, list[float]]:
    """Send at a rate from all companies at once; the rate reached, and the wait of each mail."""
    from django.db import connections

    from accounts.tenancy import as_system
    from bench.frame.idle import wait_until_idle
    from outbox.mail import message_id_for
    from outbox.models import Message

    first = len(people.submitted)
    began = time.monotonic()

    def send(index: int) -> None:
        company = people.companies[index]
        turn = index
        while company.drafts:
            time.sleep(max(began + turn / rate - time.monotonic(), 0))
            people.submit(company, company.drafts.pop(0))
            turn += len(people.companies)
        connections.close_all()

    threads = [threading.Thread(target=send, args=[n]) for n in range(len(people.companies))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.monotonic() - began
    wait_until_idle()
    receipts = {each.number: each.at for each in people.submitted[first:]}
    with as_system():
        mails = list(Message.objects.filter(channel="mail", subject__in=list(receipts)))
    waits = [
        max(server.first_at[message_id_for(mail)] - receipts[mail.subject], 0.0) for mail in mails
    ]
    return len(receipts) / max(took, (len(receipts) - 1) / rate, 0.001), waits
