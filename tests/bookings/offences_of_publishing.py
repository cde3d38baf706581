"""Rows that the constraints of what is published must refuse: releases, withdrawals, and the plan of a year."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Model

from reports.models import Plan, Release, Withdrawal
from tests.bookings.rows import SAME, START, Row
from tests.support import build, releasing

VALID: dict[type[Model], Callable[[], Row]] = {
    Release: lambda: releasing.row(build.county()),
    Withdrawal: lambda: {
        "release": releasing.year(build.county(), 2025),
        "measure": "YE-002",
        "grouping": "sex",
        "reason": "Two files were read as one.",
        "by": build.person(),
        "at": START,
    },
    Plan: lambda: {
        "state": "MN",
        "year": 2025,
        "document": "{}",
        "sha256": "0" * 64,
        "drafted_by": build.person(),
        "approved_by": build.person(),
        "approved_on": date(2024, 12, 31),
    },
}
HASHES: list[Row] = [{"sha256": text} for text in ("", "0" * 63, "0" * 63 + "G", "0" * 63 + "\n")]
OFFICER = {"drafted_by_id": 1, "approved_by_id": 1}

BY_MODEL: dict[type[Model], dict[str, list[Row]]] = {
    Release: {
        "number_once": [{"period": "2026-11"}],
        "revision_once": [{"number": 2}],
        "has_a_row": [{"row": ""}],
        "period_fits_its_kind": [
            *({"period": period} for period in ("2026", "2026-13", "2026-00", "2026-1", "", "2026-1\n", "x026-10")),
            *({"kind": "year", "period": period} for period in ("2026-10", "202", "")),
            {"kind": "week"},
        ],
        "counts_from_one": [{"number": 0}, {"revision": 0}],
        "of_a_year_has_one_edition": [{"kind": "year", "period": "2025", "revision": 2}],
        "of_a_month_has_a_county": [{"county": None}],
        "by_two_people": [OFFICER],
        "has_its_hash": HASHES,
        "not_before_its_figures": [{"published_at": START - timedelta(seconds=1)}],
    },
    Withdrawal: {
        "once": SAME,
        "names_a_table": [{"measure": ""}, {"grouping": ""}],
        "has_its_reason": [{"reason": ""}],
    },
    Plan: {
        "once": SAME,
        "state_is_two_letters": [{"state": state} for state in ("M", "mn", "")],
        "before_its_year": [{"approved_on": date(2025, 1, 1)}, {"year": 2024}],
        "by_two_people": [OFFICER],
        "has_its_hash": HASHES,
    },
}
ALLOWED: dict[type[Model], list[Row]] = {
    Release: [{"kind": "year", "period": "2025", "county": None, "row": "smaller-counties-mn"}, {"revision": 2}, {"published_at": START}],
    Plan: [{"year": 2026}],
}
SECOND: dict[str, list[Row]] = {
    "release_number_once": [{"number": 2}, {"row": "other"}],
    "release_revision_once": [{"revision": 2}, {"row": "other"}, {"period": "2026-08"}],
    "withdrawal_once": [{"measure": "YE-003"}, {"grouping": "race"}],
    "plan_once": [{"state": "CA"}, {"year": 2026}],
}
