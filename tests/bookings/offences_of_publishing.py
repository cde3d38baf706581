"""Rows that the constraints of what is published must refuse: releases, withdrawals, and the plan of a year."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import Model

from reports.models import MonthDraft, Plan, Release, ReportMail, ReportSubscription, Restatement, Withdrawal, WithdrawalDraft
from tests.bookings.rows import SAME, START, Row, unknown
from tests.support import build, releasing


def approved() -> Row:
    people = {"drafted_by": build.person(), "approved_by": build.person()}
    return {**people, "drafted_at": START, "sha256": "0" * 64}


def month_draft() -> Row:
    release = releasing.month(build.county(), "2026-09", {})
    return {"county": release.county, "period": "2026-09", "made_at": START, "release": release, **approved()}


def restatement() -> Row:
    first = releasing.month(build.county(), "2026-09", {})
    second = releasing.month(first.county, "2026-09", {}, revision=2)
    told = {"found_at": START, "state": "published", "reason": "A fax was found."}
    return {"county": first.county, "period": "2026-09", "restates": first, "release": second, **told, **approved()}


def withdrawal() -> Row:
    table = {"release": releasing.year(build.county(), 2025), "measure": "YE-002", "grouping": "sex"}
    return {**table, "reason": "Two files were read as one.", "by": build.person(), "at": START}


def withdrawal_draft() -> Row:
    made = Withdrawal.objects.create(**withdrawal())
    what = {"table": made.release, "measure": made.measure, "grouping": made.grouping, "reason": made.reason}
    return {**what, "withdrawal": made, **approved()}


def report_mail() -> Row:
    release = releasing.month(build.county(), "2026-09", {})
    reader = ReportSubscription.objects.create(county=release.county, address="reader@example.org")
    return {"subscription": reader, "release": release, "key": uuid.UUID(int=1)}


def report_mail_of_withdrawal() -> Row:
    made = Withdrawal.objects.create(**withdrawal())
    reader = ReportSubscription.objects.create(county=made.release.county, address="reader@example.org")
    return {"subscription": reader, "withdrawal": made, "key": uuid.UUID(int=1)}


VALID: dict[type[Model], Callable[[], Row]] = {
    ReportSubscription: lambda: {"county": build.county(), "address": "reader@example.org"},
    ReportMail: report_mail,
    Release: lambda: releasing.row(build.county()),
    Withdrawal: withdrawal,
    MonthDraft: month_draft,
    Restatement: restatement,
    WithdrawalDraft: withdrawal_draft,
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
SENT_BACK = {"refused_by_id": 1, "refused_at": START, "refusal": "The calls of May are missing."}
PERIODS: list[Row] = [{"period": period} for period in ("2026", "2026-13", "2026-00", "2026-1", "", "2026-1\n", "x026-10")]


def of_review(**not_yet: object) -> dict[str, list[Row]]:
    """Of what one drafts and another approves; `not_yet` is what makes it not approved."""
    waits: Row = {"approved_by": None, **not_yet}
    nobody: Row = waits | {"drafted_by": None, "drafted_at": None, "sha256": ""}
    return {
        "draft_is_whole": [
            *HASHES,
            {"drafted_at": None},
            waits | {"drafted_by": None},
            nobody | {"drafted_at": START},
            nobody | {"sha256": "0" * 64},
        ],
        "refusal_is_whole": [
            *(nobody | {name: value} for name, value in SENT_BACK.items()),
            *(nobody | {one: value for one, value in SENT_BACK.items() if one != name} for name in SENT_BACK),
        ],
        "sent_back_is_no_draft": [SENT_BACK],
        "by_two_people": [OFFICER],
    }


FEDERAL = ("someone@ice.dhs.gov", "someone@dhs.gov", "SOMEONE@ICE.GOV", "someone@dhſ.gov")
BY_MODEL: dict[type[Model], dict[str, list[Row]]] = {
    ReportSubscription: {
        **unknown("language"),
        "once": SAME,
        "address_goes_with_its_end": [{"address": ""}, {"until_at": START}],
        "is_not_federal": [{"address": address} for address in FEDERAL],
    },
    ReportMail: {
        "state_is_known": [row | {"due_at": None} for row in unknown("state")["state_is_known"]],
        "of_a_release_once": [{"key": uuid.UUID(int=2)}],
        "of_a_withdrawal_once": [{"key": uuid.UUID(int=2)}],
        "is_of_one_thing": [{"withdrawal_id": 1}],
        "waits_or_is_done": [{"due_at": None}, {"state": "sent"}],
    },
    Release: {
        "number_once": [{"period": "2026-11"}],
        "revision_once": [{"number": 2}],
        "has_a_row": [{"row": ""}],
        "period_fits_its_kind": [
            *PERIODS,
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
    MonthDraft: {
        **of_review(release=None),
        "once": [{"release": None, "approved_by": None}],
        "period_is_a_month": PERIODS,
        "release_is_approved": [{"release": None}, {"approved_by": None}],
    },
    Restatement: {
        **of_review(release=None, state="pending"),
        "state_is_known": [row | {"release": None, "approved_by": None} for row in unknown("state")["state_is_known"]],
        "period_is_a_month": PERIODS,
        "draft_has_its_reason": [{"reason": ""}],
        "published_is_whole": [{"release": None}, {"approved_by": None}, {"state": "pending"}, {"state": "withdrawn"}],
    },
    WithdrawalDraft: {
        **of_review(withdrawal=None),
        "once": [{"withdrawal": None, "approved_by": None}],
        "names_a_table": [{"measure": ""}, {"grouping": ""}],
        "has_its_reason": [{"reason": ""}],
        "withdrawal_is_approved": [{"withdrawal": None}, {"approved_by": None}],
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
    ReportSubscription: [{"address": "", "until_at": START}, {"address": "someone@notice.gov", "language": "es"}],
    ReportMail: [{"release": None}, {"state": "unknown", "due_at": None}],
    Release: [{"kind": "year", "period": "2025", "county": None, "row": "smaller-counties-mn"}, {"revision": 2}, {"published_at": START}],
    Plan: [{"year": 2026}],
    MonthDraft: [
        {"release": None, "approved_by": None},
        {"release": None, "approved_by": None, "drafted_by": None, "drafted_at": None, "sha256": ""},
    ],
    Restatement: [
        {"release": None, "approved_by": None, "state": "pending"},
        {"release": None, "approved_by": None, "state": "withdrawn", "drafted_by": None, "drafted_at": None, "sha256": "", "reason": ""},
    ],
    WithdrawalDraft: [{"withdrawal": None, "approved_by": None}],
}
# Where the row that is fine is none that has to be the only one of its sort: the first row of these.
FIRST: dict[str, Callable[[], Row]] = {"reportmail_of_a_withdrawal_once": report_mail_of_withdrawal}
SECOND: dict[str, list[Row]] = {
    "reportsubscription_once": [{"address": "other@example.org"}, {"address": "", "until_at": START}],
    "reportmail_of_a_release_once": [{"release": None}],
    "reportmail_of_a_withdrawal_once": [{"withdrawal": None}],
    "release_number_once": [{"number": 2}, {"row": "other"}],
    "release_revision_once": [{"revision": 2}, {"row": "other"}, {"period": "2026-08"}],
    "withdrawal_once": [{"measure": "YE-003"}, {"grouping": "race"}],
    "plan_once": [{"state": "CA"}, {"year": 2026}],
    "monthdraft_once": [{"period": "2026-08"}],
    "withdrawaldraft_once": [{"measure": "YE-003"}, {"grouping": "race"}],
}
# Fields that are unique by themselves: the second row differs in all else that makes it one.
TWICE: dict[str, tuple[type[Model], Row]] = {
    "reports_reportmail.key": (ReportMail, {"release": None}),
    "reports_monthdraft.release_id": (MonthDraft, {"period": "2026-08"}),
    "reports_restatement.restates_id": (Restatement, {"release": None, "approved_by": None, "state": "pending"}),
    "reports_restatement.release_id": (Restatement, {"restates_id": 999_999}),
    "reports_withdrawaldraft.withdrawal_id": (WithdrawalDraft, {"measure": "YE-003"}),
}
