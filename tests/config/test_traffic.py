"""Requests are counted by address, method and status, and their time is told."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from config.metrics import exposition

PROCESS = """
from django.conf import settings
settings.configure(METRICS_TOKEN="x")
from config.traffic import Traffic, count
count("GET", "inbox/", 200, 0.03)
count("BREW", "inbox/", 405, 0.03)
found = [sample for metric in Traffic().collect() for sample in metric.samples]
print({one.name + one.labels.get("method", ""): one.value for one in found})
"""


@pytest.mark.django_db
def test_requests_are_counted_where_figures_are_read(settings: Any) -> None:
    settings.METRICS_TOKEN = "token"
    before = exposition().decode()
    assert Client().get("/verify/?x=secret").status_code == 200
    assert Client().get("/nowhere/at/all").status_code == 404
    text = exposition().decode()
    assert 'macd_requests_total{method="GET",route="verify/",status="200"}' in text
    assert 'macd_requests_total{method="GET",route="?",status="404"}' in text
    assert 'macd_request_seconds_bucket{le="10.0",method="GET",route="verify/"}' in text
    assert "secret" not in text
    assert text.count("macd_requests_total{") >= before.count("macd_requests_total{")


@pytest.mark.django_db
def test_nothing_is_counted_where_nobody_reads(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    before = [line for line in exposition().decode().splitlines() if "macd_requests" in line]
    Client().get("/verify/")
    after = [line for line in exposition().decode().splitlines() if "macd_requests" in line]
    assert after == before


def test_figures_of_several_processes_are_summed(tmp_path: Path) -> None:
    environ = {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path), "PYTHONPATH": "."}
    told = [
        subprocess.run(
            [sys.executable, "-c", PROCESS], env=environ, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert "'macd_requests_totalGET': 1.0" in told[0]
    assert "'macd_requests_totalGET': 2.0" in told[1]
    assert "'macd_requests_totalother': 2.0" in told[1]
