"""How much notice ICE had, from the published bands of the release clock. Pure.

Only bands are published, so a percentile is told as the band in which it lies, by nearest rank; none over fewer than ten lengths. A
notice after the release is below every band. What has no length stands apart: no notice, or a clock that is not whole.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import display
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS
from reports.public import groups
from reports.public.panel import Panel, Row, cell, group_name, share
from reports.strip import Apart, Bin, Middle, length, small, strip

EDGES: dict[str, tuple[int, int | None]] = {
    "0_1": (0, 60), "1_2": (60, 120), "2_4": (120, 240), "4_24": (240, 1440), "24_48": (1440, 2880), "48_up": (2880, None),
}  # fmt: skip
AFTER, NONE = "under_0", "none"
NOT_WHOLE = ("coarse", "open", "unknown")
FEWEST_FOR_PERCENTILE = 10


def shown(figures: Sequence[Figure]) -> bool:
    """Whether the window shows its bands, and has a release."""
    return any(one.value for one in figures) and all(one.status == Status.PUBLISHED for one in figures)


def count(figures: Sequence[Figure], *codes: str) -> int:
    return sum(one.value or 0 for one in figures if one.group in codes)


def bins(figures: Sequence[Figure]) -> list[Bin]:
    return [Bin(low, high, count(figures, code)) for code, (low, high) in EDGES.items()]


def apart(figures: Sequence[Figure]) -> list[Apart]:
    return [
        Apart(_("after the release"), count(figures, AFTER)),
        Apart(_("no notice"), count(figures, NONE)),
        Apart(_("clock not whole"), count(figures, *NOT_WHOLE)),
    ]


def middle(figures: Sequence[Figure]) -> Middle | None:
    """The bins of the percentiles; -1 is a notice after the release."""
    counts = [count(figures, AFTER), *(one.n for one in bins(figures))]
    total = sum(counts)
    if total < FEWEST_FOR_PERCENTILE:
        return None
    return Middle(rank(counts, 10) - 1, rank(counts, 50) - 1, rank(counts, 90) - 1, total)


def rank(counts: Sequence[int], percent: int) -> int:
    """The place in which the nearest rank lies."""
    wanted, seen = -(-sum(counts) * percent // 100), 0
    for place, some in enumerate(counts):
        seen += some
        if seen >= wanted:
            return place
    raise AssertionError("the last place reaches the total")


def headline(figures: Sequence[Figure]) -> dict[str, Any] | None:
    """The number of releases below the first reference line under which at least half of them lie."""
    found = bins(figures)
    total = count(figures, AFTER) + sum(one.n for one in found)
    if not shown(figures) or not total:
        return None
    below = count(figures, AFTER)
    for one in found:
        below += one.n
        if 2 * below >= total:
            words = notice_words(one, total)
            return {"value": display.number(below), "words": words, "lines": lines(figures), "chart": small(words, found)}
    raise AssertionError("the last band reaches the total")


def notice_words(last: Bin, total: int) -> str:
    words = {"total": display.number(total), "length": length(last.high or last.low)}
    if last.high is None:
        return ngettext("of %(total)s release: any notice", "of %(total)s releases: any notice", total) % words
    text = ngettext(
        "of %(total)s release with less than %(length)s of notice to ICE",
        "of %(total)s releases with less than %(length)s of notice to ICE",
        total,
    )
    return text % words


def lines(figures: Sequence[Figure]) -> list[str]:
    words = {"none": display.number(count(figures, NONE)), "not_whole": display.number(count(figures, *NOT_WHOLE))}
    period = groups.period_name(figures[0].period)
    return [period, _("%(none)s more without notice, %(not_whole)s without a whole clock") % words]


def panel(figures: Sequence[Figure]) -> Panel:
    """The strip, and its bands as a table."""
    first = figures[0]
    title = sentence(figures)
    rows = tuple(Row(group_name(one), (cell(one), share(one))) for one in figures)
    heads = (groups.grouping_name(first.measure, first.by), first.unit, _("Share"))
    drawn = strip(title, bins(figures), apart(figures), middle(figures)) if shown(figures) else ""
    note = _("No line here is a goal: a longer or shorter time is neither good nor bad. ICE’s form asks for 48 hours.")
    foot = (groups.total_row(figures),) if shown(figures) else ()
    withheld = "" if shown(figures) else groups.only_total(figures, first.period)
    return Panel("notice", title, figures, heads, rows, drawn, foot, (note,), withheld)


def sentence(figures: Sequence[Figure]) -> str:
    found, period = headline(figures), groups.period_name(figures[0].period)
    if not found:
        return f"{capfirst(str(DEFINITIONS[figures[0].measure].name))}, {period}"
    return f"{found['value']} {found['words']}, {period}"
