"""Every operation of the document, called with what it allows and with what it does not: no fault of ours, no status, type or shape that
the document does not name. Seeded; JAILWATCH_LONG=1 runs it for long."""

import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext, suppress
from functools import cache
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode, checks, openapi
from schemathesis.specs.openapi import checks as of_openapi

from tests.api.test_fuzz import World
from tests.api.test_fuzz import world as world  # the fixture

LONG = os.environ.get("JAILWATCH_LONG") == "1"
EXAMPLES = 300 if LONG else 2
NOTHING_TO_GET_WRONG = ("/api/v1/counties/", "/api/v1/measures/")
CHECKS = [
    checks.not_a_server_error,
    of_openapi.status_code_conformance,
    of_openapi.content_type_conformance,
    of_openapi.response_schema_conformance,
]
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class InTheTest:
    """The program itself. As with Django's own client, a request does not close the connection of the test around it."""

    def __init__(self) -> None:
        self.program = get_wsgi_application()

    def __call__(self, environ: Any, start_response: Any) -> Any:
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        return self.program(environ, start_response)


@pytest.fixture(autouse=True)
def _signals_again() -> Iterator[None]:
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def schema() -> Any:
    return openapi.from_wsgi("/api/v1/schema/", InTheTest())


def called(world: World, case: Any) -> None:
    """One call, undone afterwards. What the address names is there, so that the call gets further than to a 404."""
    kind = next((part for part in case.path.split("/") if part in world.ids), "")
    there = {"public_id": world.booking["id"], "id": world.ids.get(kind, 0)}
    case.path_parameters = {name: there.get(name, value) for name, value in (case.path_parameters or {}).items()}
    with transaction.atomic():
        response = case.call(headers={"Authorization": f"Bearer {world.machine.key}"})
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)


def trial(world: World, operation: Any, mode: GenerationMode) -> Callable[[], None]:
    @seed(2026)
    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case: Any) -> None:
        called(world, case)

    return run


@pytest.mark.django_db
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
def test_no_operation_answers_with_a_fault_or_with_what_the_document_does_not_name(world: World, mode: GenerationMode) -> None:
    found = [one.ok() for one in schema().get_all_operations()]
    assert len(found) > 100
    for operation in found:
        with suppress(Unsatisfiable) if operation.path in NOTHING_TO_GET_WRONG else nullcontext():
            trial(world, operation, mode)()
