"""What Prometheus reads at /metrics: traffic, what waits, what needs attention, who is silent."""

import hmac
from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from accounts.tenancy import as_system
from audit.models import AuditEvent
from config.health import readiness
from config.traffic import Traffic
from macd.models import Document
from macd.workflow import FINAL
from outbox.counting import unsettled


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who shows the token of METRICS_TOKEN; 401 for others."""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode()):
        return HttpResponse("a bearer token is needed\n", "text/plain", 401)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def exposition() -> bytes:
    """Write all figures as they are now."""
    registry = CollectorRegistry()
    registry.register(_Figures())
    registry.register(Traffic())
    return generate_latest(registry)


class _Figures(Collector):
    """Reads the figures from the database when they are asked for, so all processes agree."""

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Say nothing beforehand: figures are read when asked for."""
        return iter(())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Read each figure once."""
        problems = readiness()
        ready = GaugeMetricFamily("macd_ready", "1 while a part does its work", labels=["part"])
        for part in ("database", "storage", "broker", "workers"):
            ready.add_metric([part], 0 if part in problems else 1)
        yield ready
        if "database" not in problems:
            yield from _outbox()
            with as_system():
                yield _documents()
                yield GaugeMetricFamily(
                    "macd_audit_unchained_events",
                    "Audit events that the chainer has not bound yet",
                    value=AuditEvent.objects.filter(position__isnull=True).count(),
                )


def _outbox() -> Iterator[GaugeMetricFamily]:
    """What is owed to the outside, by channel and state; what was sent is not counted."""
    waiting = GaugeMetricFamily(
        "macd_outbox_messages", "Messages by channel and state", labels=["channel", "state"]
    )
    oldest = GaugeMetricFamily(
        "macd_outbox_oldest_seconds", "Age of the oldest waiting message", labels=["channel"]
    )
    now = timezone.now()
    for row in unsettled():
        waiting.add_metric([row.channel, row.state], row.messages)
        if row.state == "pending":
            age = max((now - row.oldest_at).total_seconds(), 0)
            oldest.add_metric([row.channel], age)
    yield waiting
    yield oldest


def _documents() -> GaugeMetricFamily:
    """Open documents by status; "signed" are those whose seal is owed."""
    family = GaugeMetricFamily(
        "macd_open_documents", "Documents that are not at their end", labels=["status"]
    )
    rows = Document.objects.exclude(status__in=sorted(FINAL)).order_by().values_list("status")
    for status, count in rows.annotate(documents=Count("pk")):
        family.add_metric([status], count)
    return family
