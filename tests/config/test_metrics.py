"""Figures for Prometheus: off unless configured, behind a token, from the database."""

import pytest
from django.test import Client

from config import health
from config.metrics import exposition
from outbox.models import Message, State
from tests.macd import make

TOKEN = "a-token-for-the-tests"


def read(token):
    return Client().get("/metrics", headers={"Authorization": f"Bearer {token}", "host": "probe"})


@pytest.mark.django_db
def test_without_a_token_in_the_settings_there_is_no_such_page():
    assert Client().get("/metrics").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "another", TOKEN + "x", "ä"])
def test_another_token_is_refused(token, settings):
    settings.METRICS_TOKEN = TOKEN
    assert read(token).status_code == 401


@pytest.mark.usefixtures("system")
def test_figures_are_those_of_the_database(settings):
    settings.METRICS_TOKEN = TOKEN
    health.give_sign_of_life()
    make.submitted(make.world())
    Message.objects.filter(channel="mail").update(state=State.ATTENTION)
    answer = read(TOKEN)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'macd_outbox_messages{channel="mail",state="attention"} 1.0' in text
    assert 'macd_outbox_messages{channel="notice",state="pending"} 1.0' in text
    assert 'macd_open_documents{status="submitted"} 1.0' in text
    assert 'macd_ready{part="workers"} 1.0' in text
    assert "macd_audit_unchained_events" in text
    assert "macd_outbox_oldest_seconds" in text


@pytest.mark.django_db
def test_a_broker_that_is_away_is_told(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    text = exposition().decode()
    assert 'macd_ready{part="broker"} 0.0' in text
    assert 'macd_ready{part="database"} 1.0' in text
