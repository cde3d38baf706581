"""What `/office/release-clock/` shows: lead times in bands, by one grouping at a time, and every other interval. No verdicts."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import County
from accounts.periods import Month
from notifications.rules import lengths
from notifications.rules.baseline import extra_hold
from notifications.rules.intervals import EXTRA_HOLD, Reading, Value, by_code
from reports import charts, display, figures
from reports.bars import bars
from reports.clock import bands, labels
from reports.clock.grid import grid
from reports.clock.reading import PROCESSING, Release, baselines, releases

LEAD, LEAD_REACHED, RECORDED_LATE = "LT-001", "LT-002", "LT-024"
MONTHS = 12
NO_GROUP = gettext_lazy("not recorded")
BANDS = {
    "under_0": gettext_lazy("told after the release"),
    "0_1": gettext_lazy("0 to 1 h"),
    "1_2": gettext_lazy("1 to 2 h"),
    "2_4": gettext_lazy("2 to 4 h"),
    "4_24": gettext_lazy("4 to 24 h"),
    "24_48": gettext_lazy("24 to 48 h"),
    "48_up": gettext_lazy("48 h and more"),
    bands.NONE: gettext_lazy("ICE not told"),
    bands.COARSE: gettext_lazy("too coarse to place"),
    bands.UNKNOWN: gettext_lazy("not recorded"),
}


def four_hours(one: Release) -> str:
    start = one.out.hour // 4 * 4
    return f"{start:02d}:00-{start + 3:02d}:59"


# The name of each grouping, and the group of a release in it.
GROUPINGS: dict[str, tuple[Any, Callable[[Release], Any]]] = {
    "channel": (gettext_lazy("channel of the first attempt"), lambda one: labels.WAYS.get(one.channel, BANDS[bands.NONE])),
    "weekday": (gettext_lazy("weekday of the release"), lambda one: str(WEEKDAYS[one.out.weekday()])),
    "hours": (gettext_lazy("time of day of the release"), four_hours),
    "reason": (gettext_lazy("why they became eligible"), lambda one: labels.REASONS.get(one.reason, "")),
    "kind": (gettext_lazy("where they went"), lambda one: labels.KINDS.get(one.kind, "")),
    "facility": (gettext_lazy("jail building"), lambda one: one.facility),
    "policy": (gettext_lazy("policy on telling ICE in force"), lambda one: one.policy),
}
ORDERED = {"weekday": [str(name) for name in WEEKDAYS.values()]}


def latest(county: County) -> tuple[Month, Month]:
    """The last twelve whole months."""
    last = figures.running_month(county).shift(-1)
    return last.shift(1 - MONTHS), last


def context(county: County, first: Month, last: Month, by: str) -> dict[str, Any]:
    found = releases(county, first, last)
    wanted = [one for one in found if one.interest]
    return {
        "county": county,
        "first": str(first),
        "last": str(last),
        "period": period_name(first, last),
        "lead": lead(wanted),
        "reached": spread_row(LEAD_REACHED, wanted),
        "groups": groups(wanted, by),
        "by": by,
        "by_name": str(GROUPINGS[by][0]),
        "groupings": [(code, str(name)) for code, (name, _of) in GROUPINGS.items()],
        "bands": [str(name) for name in BANDS.values()],
        "intervals": intervals(found, county, first, last),
        "processing": [spread_row(PROCESSING, some, name) | {"label": NAMES[PROCESSING][0]} for name, some in with_and_without(found)],
        "after_told": after_told(wanted),
        "chart": chart(wanted, first, last),
        "grid": grid((one.out if one.out_exact else None for one in wanted), len(list(first.until(last)))),
    }


def period_name(first: Month, last: Month) -> str:
    if first == last:
        return display.month_name(first)
    return _("%(first)s to %(last)s") % {"first": display.month_name(first), "last": display.month_name(last)}


def values_of(code: str, some: Iterable[Release]) -> list[Value]:
    return [one.values[code] for one in some if code in one.values]


def lead(wanted: list[Release]) -> dict[str, Any]:
    """The headline: how many of the releases lie in each band, and how complete the record behind them is."""
    counts = bands.counted(values_of(LEAD, wanted))
    total = sum(counts.values())
    complete = sum(one.complete for one in wanted)
    rows = [(str(name), counts[code], share(counts[code], total)) for code, name in BANDS.items()]
    return {"rows": rows, "total": total, "complete": complete, "complete_share": share(complete, total), **spread_row(LEAD, wanted)}


def share(part: int, whole: int) -> str:
    """A whole percentage, from five on; fewer are too few for one."""
    return charts.share(part, whole) if whole >= FEWEST_FOR_SHARE else ""


FEWEST_FOR_SHARE = 5


def spread_row(code: str, some: Iterable[Release], name: str = "") -> dict[str, Any]:
    found = bands.spread(values_of(code, some))
    return {"code": code, "name": name or NAMES[code][0], "counts": NAMES[code][1], **spread_cells(found)}


NAMES: dict[str, tuple[Any, Any]] = {code: (name, counts) for code, name, counts, _source in by_code()}


def spread_cells(found: bands.Spread) -> dict[str, Any]:
    few = 0 < found.n < bands.FEWEST_FOR_PERCENTILE
    cells: dict[str, Any] = {name: length(getattr(found, name), few) for name in ("p10", "p50", "p90")}
    cells["enough"] = found.p50 is not None
    counts = {"n": found.n, "never": found.never, "open": found.still_open, "unknown": found.unknown, "coarse": found.coarse}
    return {**cells, "longest": length(found.longest), **counts}


def length(minutes: int | None, few: bool = False) -> str:
    if minutes is None:
        return _("too few") if few else "–"
    return lengths.length(minutes)


def groups(wanted: list[Release], by: str) -> list[dict[str, Any]]:
    """The releases by one grouping: each with its bands and its percentiles; they add up to all."""
    _name, of = GROUPINGS[by]
    known: dict[str, list[Release]] = {}
    for one in wanted:
        known.setdefault(str(of(one) or NO_GROUP), []).append(one)
    order = {name: place for place, name in enumerate(ORDERED.get(by, sorted(known)))}
    return [group(name, known[name]) for name in sorted(known, key=lambda name: (name == str(NO_GROUP), order.get(name, 0), name))]


def group(name: str, some: list[Release]) -> dict[str, Any]:
    counts = bands.counted(values_of(LEAD, some))
    row = {"group": name, "total": len(some), "bands": [counts[code] for code in BANDS]}
    return row | spread_row(LEAD, some, name)


def intervals(found: list[Release], county: County, first: Month, last: Month) -> list[dict[str, Any]]:
    """Every interval of the table that any release has; the extra hold last."""
    codes = [code for code in NAMES if code not in {LEAD, LEAD_REACHED, PROCESSING, EXTRA_HOLD}]
    rows = [spread_row(code, found) for code in codes if any(code in one.values for one in found)]
    return [*rows, extra(found, county, first, last)]


def extra(found: list[Release], county: County, first: Month, last: Month) -> dict[str, Any]:
    """Extra hold of those in whom ICE was interested; where there is no usual length to compare with, it is not known."""
    usual = baselines(county, first, last)
    holds = []
    for one in found:
        took = one.values.get(PROCESSING)
        if one.interest and took is not None:
            known = took.state == Reading.KNOWN and took.low == took.high
            hold = extra_hold(took.low or 0, usual.get((Month.of_date(one.out.date()), one.reason))) if known else None
            holds.append(Value(Reading.KNOWN, hold.middle, hold.middle) if hold else Value(Reading.UNKNOWN))
    return {"code": EXTRA_HOLD, "name": NAMES[EXTRA_HOLD][0], "counts": NAMES[EXTRA_HOLD][1], **spread_cells(bands.spread(holds))}


def with_and_without(found: list[Release]) -> list[tuple[str, list[Release]]]:
    timed = [one for one in found if PROCESSING in one.values]
    return [
        (_("with ICE interest"), [one for one in timed if one.interest]),
        (_("without ICE interest"), [one for one in timed if not one.interest]),
    ]


def after_told(wanted: list[Release]) -> list[tuple[str, int, int, int]]:
    """By ICE's last answer before the release: releases of which ICE was told, taken, and not taken (no-shows)."""
    told = [one for one in wanted if one.channel]
    rows = []
    for code, name in [*labels.ANSWERS.items(), ("", NO_GROUP)]:
        some = [one for one in told if one.answer == code]
        taken = sum(one.handed for one in some)
        rows.append((str(name), len(some), taken, len(some) - taken))
    return rows


def chart(wanted: list[Release], first: Month, last: Month) -> str:
    """Lead time in its bands, one bar each."""
    counts = bands.counted(values_of(LEAD, wanted))
    if not wanted:
        return ""
    title = _("Lead time from the first attempt to the release, %(period)s") % {"period": period_name(first, last)}
    return bars(title, [charts.Group(str(BANDS[code]), counts[code]) for code in (*bands.CODES, bands.NONE)])
