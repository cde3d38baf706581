"""What a load balancer and an operator ask."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Inbox, Origin
from notifications import delivering
from notifications.models import Pulse


def test_the_process_answers_without_a_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content, response["Content-Type"]) == (200, b"ok", "text/plain")


def test_a_probe_over_plain_http_is_not_sent_elsewhere(client: Client, settings: Settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz").status_code == 200
    assert client.get("/accounts/login/").status_code == 301


@pytest.mark.django_db
def test_ready_when_database_and_broker_answer(client: Client, settings: Settings) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "ready": True,
        "down": [],
        "oldest_unread_seconds": 0.0,
        "oldest_unsent_alert_seconds": 0.0,
        "oldest_deadline_not_raised_seconds": 0.0,
        "schedule_last_heard_seconds": None,
        "worker_last_heard_seconds": None,
    }


@pytest.mark.django_db
def test_how_long_ago_schedule_and_worker_were_heard_is_said(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = ""
    delivering.on_schedule()
    Pulse.objects.filter(name="worker").update(beaten_at=Now() - timedelta(minutes=5))
    found = client.get("/readyz").json()
    assert 0 <= found["schedule_last_heard_seconds"] < 60
    assert 300 <= found["worker_last_heard_seconds"] < 360


@pytest.mark.django_db
def test_a_broker_that_is_down_is_named(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()["down"]) == (503, ["broker"])


def test_a_database_that_is_down_is_named(client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def down(*_: Any) -> None:
        raise DatabaseError("gone")

    settings.REDIS_URL = ""
    monkeypatch.setattr(connection, "cursor", down)
    response = client.get("/readyz")
    found = response.json()
    assert (response.status_code, found.pop("ready"), found.pop("down")) == (503, False, ["database"])
    assert set(found.values()) == {None}


@pytest.mark.django_db
def test_the_row_that_waited_longest_gives_the_age(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = ""
    for number, minutes in enumerate((5, 90, 1)):
        Inbox.objects.create(reader="test", entry=number, origin=Origin.LIVE, created_at=timezone.now() - timedelta(minutes=minutes))
    age = client.get("/readyz").json()["oldest_unread_seconds"]
    assert 5400 <= age < 9000
