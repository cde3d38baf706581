"""Entries of the registers through their verbs. Everybody in them is made up."""

from datetime import date
from typing import Any

from accounts.models import County, User
from reports.actions import registers as verbs
from reports.models import BoardQuestion, OutsideClaim, OutsideDemand

ASKED, ANSWERED = date(2026, 10, 6), date(2026, 11, 3)


def question(by: User, county: County, **values: Any) -> BoardQuestion:
    given = {"asked_by": "Commissioner Reed", "asked_on": ASKED, "about": "HO-001, 2026-09", "text": "Why twice as many as in August?"}
    return verbs.ask_question(by=by, county=county, **(given | values))


def claim(by: User, county: County, **values: Any) -> OutsideClaim:
    given = {
        "claimed_by": "a state agency",
        "claimed_on": ASKED,
        "source": "its yearly table, row 12",
        "what": "transfers",
        "number": 519,
        "first_day": date(2025, 1, 1),
        "last_day": date(2025, 12, 31),
    }
    return verbs.record_claim(by=by, county=county, **(given | values))


def demand(by: User, county: County, **values: Any) -> OutsideDemand:
    given = {"kind": "administrative", "made_by": "a federal agency", "received_on": ASKED, "what": "a list of bookings"}
    return verbs.record_demand(by=by, county=county, **(given | values))
