"""Headline sentences, computed by stated rules: the number first, its unit named, the month before beside it. No adjective, no cause.

**No clear change.** Counts of rare events move by chance, by about the square root of their size. Two months differ clearly only if the
difference is larger than the square root of their sum: 31 after 22 is "9 more", 22 after 19 is "no clear change".

A month that is not over is told "so far" and compared with nothing, and so is one whose month before is not whole or has no data.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.periods import Month
from reports.display import month_name, number
from reports.figures import Figure, Status

Table = dict[tuple[str, str, str], Figure]


def tabled(figures: Iterable[Figure]) -> Table:
    return {(figure.period, figure.measure, figure.group): figure for figure in figures}


def month_sentences(figures: Iterable[Figure], month: Month) -> list[str]:
    """What a month's report opens with; one sentence if the month has no data."""
    table = tabled(figures)
    if value(table, month, "BK-001") is None:
        return [_("There are no figures for %(month)s: nobody recorded it.") % {"month": month_name(month)}]
    makers = (bookings, birthplaces, detainers, outcomes, handovers, convictions)
    return [sentence for maker in makers if (sentence := maker(table, month))]


def bookings(table: Table, month: Month) -> str:
    count = value(table, month, "BK-001") or 0
    text = ngettext(
        "The jail made %(count)s booking in %(month)s%(beside)s.", "The jail made %(count)s bookings in %(month)s%(beside)s.", count
    )
    return text % words(table, month, "BK-001", count)


def birthplaces(table: Table, month: Month) -> str:
    """Nothing if there was no booking: of none, nobody was born anywhere."""
    if not value(table, month, "BK-001"):
        return ""
    foreign, unknown = value(table, month, "BK-002", "foreign_born") or 0, value(table, month, "BK-002", "unknown") or 0
    text = _("In %(foreign)s of these bookings the person named a birthplace outside the United States; in %(unknown)s it is not known.")
    return text % {"foreign": number(foreign), "unknown": number(unknown)}


def detainers(table: Table, month: Month) -> str:
    count = value(table, month, "DT-001") or 0
    text = ngettext(
        "The jail received %(count)s detainer in %(month)s%(beside)s.",
        "The jail received %(count)s detainers in %(month)s%(beside)s.",
        count,
    )
    return text % words(table, month, "DT-001", count)


def outcomes(table: Table, month: Month) -> str:
    if not value(table, month, "DT-001"):
        return ""
    taken, lost = value(table, month, "DT-002", "handed_over") or 0, value(table, month, "DT-002", "unaccounted") or 0
    text = _("ICE took the person on %(taken)s of these detainers; %(lost)s are unaccounted for.")
    return text % {"taken": number(taken), "lost": number(lost)}


def handovers(table: Table, month: Month) -> str:
    count = value(table, month, "HO-001") or 0
    text = ngettext(
        "The jail recorded %(count)s handover to ICE in %(month)s%(beside)s.",
        "The jail recorded %(count)s handovers to ICE in %(month)s%(beside)s.",
        count,
    )
    return text % words(table, month, "HO-001", count)


def convictions(table: Table, month: Month) -> str:
    if not value(table, month, "HO-001"):
        return ""
    before, unknown = value(table, month, "HO-002") or 0, value(table, month, "HO-002", "unknown") or 0
    text = _("%(before)s of these handovers came before a conviction; for %(unknown)s the record does not tell.")
    return text % {"before": number(before), "unknown": number(unknown)}


def value(table: Table, month: Month, measure: str, group: str = "") -> int | None:
    figure = table.get((str(month), measure, group))
    return figure.value if figure else None


def words(table: Table, month: Month, measure: str, count: int) -> dict[str, str]:
    return {"count": number(count), "month": month_name(month), "beside": beside(table, month, measure)}


def beside(table: Table, month: Month, measure: str) -> str:
    """The end of the sentence: the change on the month before, "so far", or nothing where there is no whole month to compare with."""
    now, before = table[str(month), measure, ""], table.get((str(month.shift(-1)), measure, ""))
    if now.status == Status.NOT_YET:
        return _(" so far")
    if now.value is None or before is None or before.value is None or before.status != Status.PUBLISHED:
        return ""
    return change(now.value, before.value, month_name(month.shift(-1)))


def change(now: int, before: int, month: str) -> str:
    if now == before:
        return _(", as many as in %(month)s") % {"month": month}
    if not is_clear(now, before):
        return _(", no clear change on %(month)s") % {"month": month}
    text = _(", %(count)s more than in %(month)s") if now > before else _(", %(count)s fewer than in %(month)s")
    return text % {"count": number(abs(now - before)), "month": month}


def is_clear(now: int, before: int) -> bool:
    """Whether two counts differ by more than chance moves counts of their size: the square root of their sum."""
    return (now - before) ** 2 > now + before
