"""The intervals of the release clock as counts in fixed buckets: one measure an interval, under the code of the interval."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from notifications.rules.intervals import EXTRA_HOLD, by_code
from reports.clock.bands import COARSE, NONE, OPEN, UNKNOWN, band_of
from reports.measures.buckets import bucket
from reports.measures.definition import Group, Grouping, Label, Measure
from reports.measures.record import Record
from reports.measures.record.clock import Release

BANDS = tuple(
    Group(code, name)
    for code, name in {
        "under_0": _("below zero"),
        "0_1": _("0 to 1 h"),
        "1_2": _("1 to 2 h"),
        "2_4": _("2 to 4 h"),
        "4_24": _("4 to 24 h"),
        "24_48": _("24 to 48 h"),
        "48_up": _("48 h and more"),
        NONE: _("never happened"),
        COARSE: _("too coarse to place"),
        OPEN: _("still running"),
        UNKNOWN: _("not recorded"),
    }.items()
)
MINUTES_NAME = _("minutes, by the lower edge of the bucket")
LEADS = ("LT-001", "LT-002")
LAW = {
    "LT-001": ("Form I-247A",),
    "LT-002": ("Form I-247A",),
    "LT-008": ("Minn.: Parada v. Anoka County (8th Cir. 2022)",),
    "LT-010": ("Cal. Gov. Code 7283.1(b)",),
    "LT-011": ("Cal. Gov. Code 7283.1(b)",),
    "LT-014": ("5 ILCS 805/25", "Colo. SB25-276"),
    "LT-015": ("Form I-247A",),
    "LT-017": ("Minn.: Parada v. Anoka County (8th Cir. 2022)",),
    "LT-019": ("Cal. Gov. Code 7283.1(b)",),
    "LT-021": ("N.C. HB 318 (2025)",),
    "LT-022": ("Vienna Convention on Consular Relations, art. 36",),
    "LT-023": ("Vienna Convention on Consular Relations, art. 36",),
}


def words(code: str) -> Label:
    """The name of a bucket: its edge is a number, and what has none has a word."""
    return next((group.label for group in BANDS if group.code == code), code)


def interval(code: str, name: Any, counts: Any) -> Measure:
    def rows(record: Record) -> list[Release]:
        return [row for row in record.releases if code in row.values]

    band = Grouping("band", _("length"), "act" if code in LEADS else "attribute", BANDS, of=lambda row: band_of(row.values[code]))
    minutes = Grouping("minutes", MINUTES_NAME, "attribute", (), of=lambda row: bucket(row.values[code]), named=words)
    return Measure(
        code=code,
        theme="clock",
        name=name,
        unit=_("releases"),
        counts=counts,
        leaves_out=_(
            "Releases in which this interval cannot be asked, people held for ICE under contract, and bookings that have not ended."
        ),
        rows=rows,
        groupings=(band, minutes),
        law=LAW.get(code, ()),
    )


# The extra hold compares with the twelve months before, so it is read from the clock when it is asked for, and no cell.
TABLE = tuple(interval(code, name, counts) for code, name, counts, _source in by_code() if code != EXTRA_HOLD)
