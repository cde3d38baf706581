"""One month of one county with everything that an auditor's lists find, recorded through the verbs."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from accounts.models import Role
from bookings import actions
from tests.notifications.desk import Desk
from tests.staff.desk import clerk

NOW = "2026-11-24 18:00:00+00:00"


@pytest.fixture(autouse=True)
def _november() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def desk(db: None) -> Desk:
    return Desk()


@pytest.fixture
def taken(desk: Desk) -> Desk:
    """Eligible at six, ICE told at noon without a served copy, a call without a yes, handed over at three, the person told of nothing."""
    desk.detainer("09:00", decision="comply", decided=desk.at("09:30"))
    desk.step("eligible", "06:00")
    said: dict[str, Any] = {"put_on_phone": "yes", "override_reason": "phone was handed over", "started_by": "jail"}
    actions.record_ice_call(by=desk.by, booking=desk.booking, called=desk.at("10:00"), **said)
    desk.told_ice("12:00")
    desk.handed_over("15:00")
    return desk


@pytest.fixture
def auditor(desk: Desk) -> Any:
    return clerk(desk.county, Role.AUDITOR)
