"""Campaign: two people press at the same moment, over the web; one wins, the other is told who.

Each round asks two web processes at once, with real sessions and real transactions: the same form
twice, the same draft from two tabs, two approvals, approval against return, signature against
withdrawal.
"""

from bench.crash import CLOCK
from bench.frame.places import running
from bench.frame.post import receiving
from bench.frame.report import Report

ROUNDS, SHORT_ROUNDS = 100, 2
WRONG = ("without_one_winner", "not_told", "server_errors", "half_written")


def run(*, short: bool, rounds: int = 0) -> Report:
    """Run every race so many times, and count winners."""
    wanted = rounds or (SHORT_ROUNDS if short else ROUNDS)
    with receiving() as (_server, at), running(MACD_CLOCK=CLOCK, **at) as installation:
        from bench.frame.customers import Customers
        from bench.frame.racing import RACES
        from bench.frame.verdict import fates

        people = Customers(port=installation.port, companies=1)
        [company] = people.companies
        people.prepare(wanted * len(RACES))
        found = dict.fromkeys((*WRONG, "sent_again"), 0)
        for race in RACES:
            for _ in range(wanted):
                number = company.drafts.pop(0)
                outcome = race(people, company, number)
                found["without_one_winner"] += outcome.winners != 1
                found["not_told"] += not outcome.is_told
                if not outcome.is_told or outcome.winners != 1:
                    print(f"{race.__name__}: {[answer.status for answer in outcome.answers]}")
                found["server_errors"] += outcome.errors
                found["sent_again"] += outcome.sent_again
                found["half_written"] += not fates([number])[number].agrees
        counts = {"races": len(RACES), "rounds": wanted, **found}
        return Report("races", counts=dict(counts), wrong=frozenset(WRONG))
