"""What workers are woken for, and in which queue: the clocks' ticks and the outbox's channels."""

from typing import Any

from kombu import Queue

DEFAULT_QUEUE, SWEEP_QUEUE, CHAIN_QUEUE = "celery", "sweep", "chain"

# A tick that no worker has taken when later ones came is out of date; machines whose clocks differ
# by some seconds still take it.
TICK_SECONDS = 30.0
# The sweep has a queue of its own: whatever else waits, it finds what a dead worker left undone. So
# has the tick of each second, which would fill the others' where workers fall behind.
TICKS: dict[str, dict[str, Any]] = {
    name: {
        "task": task,
        "schedule": every,
        "options": {"expires": max(every, TICK_SECONDS), "queue": queue},
    }
    for name, task, every, queue in (
        ("sweep the outbox", "outbox.tasks.sweep", 5.0, SWEEP_QUEUE),
        ("give a sign of life", "config.health.give_sign_of_life", 5.0, DEFAULT_QUEUE),
        ("let time pass", "macd.tasks.pass_time", 600.0, DEFAULT_QUEUE),
        ("end agreements on their day", "finance.tasks.execute", 60.0, DEFAULT_QUEUE),
        ("look after the seal key", "signing.tasks.watch_key", 3600.0, DEFAULT_QUEUE),
        ("ask again for time stamps", "macd.tasks.stamp_again", 3600.0, DEFAULT_QUEUE),
        ("extend the audit chain", "audit.tasks.extend_chain", 1.0, CHAIN_QUEUE),
        ("read the audit chain", "audit.tasks.check_chain", 3600.0, DEFAULT_QUEUE),
    )
}
# What delivers each channel's messages.
CHANNELS = {
    "account_mail": "accounts.mail.deliver",
    "substitute_mail": "accounts.substitute_mail.deliver",
    "mail": "macd.tasks.deliver_mail",
    "number_mail": "macd.tasks.deliver_number_mail",
    "sim_mail": "macd.tasks.deliver_sim_mail",
    "notice": "macd.tasks.deliver_notice",
    "webhook": "macd.tasks.deliver_webhook",
    "summary": "macd.tasks.deliver_summary",
    "case_mail": "finance.tasks.deliver_mail",
    "case_letter": "finance.tasks.seal",
    "letter_stamp": "finance.tasks.stamp",
    "seal": "macd.tasks.seal",
    "stamp": "macd.tasks.stamp",
    "preview": "macd.tasks.preview",
    "printout": "macd.tasks.printout",
    "self_service": "services.tasks.self_service",
    "job": "services.tasks.job",
}
# Each channel has a queue of its own beside the clocks' one, and workers take from all in turn:
# no backlog of mails delays a seal or the sweep. A worker may be given some (`-Q seal,stamp`).
QUEUES = [Queue(name) for name in (DEFAULT_QUEUE, SWEEP_QUEUE, CHAIN_QUEUE, *CHANNELS)]
# May take longer than half a minute: thousands of lines take minutes (macd/pdf/renderer.py).
SECONDS = dict.fromkeys(("seal", "preview", "case_letter"), 540)
# What is only looked at hands the worker on after each message, so that no seal waits for it.
YIELDING = frozenset({"preview", "printout"})
# Long work in the background: what does a slice of each.
JOBS = {
    "import_check": "services.imports.working.check",
    "import_apply": "services.imports.working.apply",
    "indexation": "services.indexing.index",
    "finance_export": "finance.exports.export",
}
