"""Numbers for a monitor: guarded, and about nobody."""

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from jailwatch import health
from tests.support import marked

FORWARDED = ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded", "X-Real-IP"]


@pytest.mark.django_db
def test_without_a_token_only_this_machine_may_ask_and_a_proxy_speaks_for_others(settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200
    assert Client(REMOTE_ADDR="::1").get("/metrics").status_code == 200
    for address in ("203.0.113.9", "", "unix:"):
        assert Client(REMOTE_ADDR=address).get("/metrics").status_code == 403, address
    for name in FORWARDED:
        assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics", headers={name: "127.0.0.1"}).status_code == 403, name


@pytest.mark.django_db
def test_with_a_token_only_who_has_it_may_ask(settings: Settings) -> None:
    settings.METRICS_TOKEN = "a long secret"
    statuses = {given: Client().get("/metrics", headers={"Authorization": given}).status_code for given in TOKENS}
    assert statuses == TOKENS


TOKENS = {"Bearer a long secret": 200, "": 403, "Bearer ": 403, "a long secret": 403, "Bearer a long secret ": 403, "Bearer é": 403}


@pytest.mark.django_db
def test_they_are_numbers_about_the_work_and_name_nobody(settings: Settings) -> None:
    marked.plant()
    text = Client().get("/metrics").content.decode()
    assert marked.seen(text) == []
    found = {one.name: one for one in text_string_to_metric_families(text)}
    assert {sample.labels["part"]: sample.value for sample in found["jailwatch_up"].samples} == {"database": 1.0, "broker": 1.0}
    assert found["jailwatch_journal_unsealed"].samples[0].value > 10
    assert {label for one in found.values() for sample in one.samples for label in sample.labels} == {"part", "reader"}


@pytest.mark.django_db
def test_a_part_that_is_down_is_zero_and_the_rest_is_still_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "database", lambda: False)
    text = Client().get("/metrics").content.decode()
    assert 'jailwatch_up{part="database"} 0.0' in text
    assert "jailwatch_journal_unsealed" not in text
