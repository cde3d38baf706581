"""The sentences that a report opens with: computed by rule, the number first, never typed.

A difference is named only if it is larger than the square root of the sum of the two counts (`sentences.is_clear`); else there is "no
clear change". A period that is not over is told "so far" and compared with nothing; one without a count says why it has none.
"""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.display import number
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS
from reports.public import choice, comparing, lead
from reports.report.model import Cell, Line, Section, Table
from reports.report.reading import Reading, figure_cell, partly, summed
from reports.report.span import Span

LEADS = (choice.TOLD, choice.DETAINERS, choice.HANDOVERS, choice.CALLS, choice.BOOKINGS)


def told(count: int) -> str:
    return ngettext(
        "The jail told ICE of %(count)s release in %(period)s.", "The jail told ICE of %(count)s releases in %(period)s.", count
    )


def received(count: int) -> str:
    return ngettext("The jail received %(count)s detainer in %(period)s.", "The jail received %(count)s detainers in %(period)s.", count)


def handed(count: int) -> str:
    return ngettext(
        "The jail recorded %(count)s handover to ICE in %(period)s.", "The jail recorded %(count)s handovers to ICE in %(period)s.", count
    )


def called(count: int) -> str:
    return ngettext(
        "The jail recorded %(count)s call with ICE in %(period)s.", "The jail recorded %(count)s calls with ICE in %(period)s.", count
    )


def booked(count: int) -> str:
    return ngettext("The jail made %(count)s booking in %(period)s.", "The jail made %(count)s bookings in %(period)s.", count)


SAYS: dict[str, Callable[[int], str]] = {
    choice.TOLD: told,
    choice.DETAINERS: received,
    choice.HANDOVERS: handed,
    choice.CALLS: called,
    choice.BOOKINGS: booked,
}


def section(reading: Reading) -> Section:
    sentences = [sentence(reading, code) for code in LEADS]
    notice = notice_sentence(reading.groups(choice.LEAD, "band"))
    return Section("headlines", _("In short"), (*sentences, *notice), tables=(table(reading),), notes=(rule(),))


def rule() -> str:
    return _(
        "A change is named only where the two counts differ by more than the square root of their sum; "
        "smaller differences are told as “no clear change”."
    )


def sentence(reading: Reading, code: str) -> str:
    figure = reading.figure(code)
    if figure.value is None:
        return missing(reading, code, figure)
    said = SAYS[code](figure.value) % {"count": number(figure.value), "period": period(reading.span, figure)}
    return " ".join([said, *compared(reading, code, figure)])


def period(span: Span, figure: Figure) -> str:
    return _("%(period)s so far") % {"period": span.name} if figure.status == Status.NOT_YET else span.name


def missing(reading: Reading, code: str, figure: Figure) -> str:
    """Why there is no number, and never another one in its place."""
    part = "" if reading.span.is_month else partly(reading.book.series(code, reading.span.months))
    words = {"measure": DEFINITIONS[code].name, "period": reading.span.name, "why": part or why(figure)}
    return _("%(measure)s, %(period)s: %(why)s.") % words


def why(figure: Figure) -> str:
    reasons = {
        Status.SUPPRESSED.value: _("protected, so that nobody can be singled out"),
        Status.NOT_YET.value: _("not yet, the period is not over"),
    }
    return reasons.get(str(figure.status), _("no data, nobody recorded it"))


def compared(reading: Reading, code: str, figure: Figure) -> list[str]:
    """The month before, the same month of last year, the year to date; of a year the year before. Nothing of a part."""
    if figure.status == Status.NOT_YET:
        return []
    spans = [(one.name, reading.figure(code, one)) for one in reading.span.beside]
    lines = [comparing.beside_named(figure.value, whole(other), name) for name, other in spans]
    if reading.span.is_month:
        lines.append(comparing.to_date(reading.book, code, reading.span.last))
    return [f"{line}." for line in lines if line]


def whole(figure: Figure) -> int | None:
    """A part so far is compared with nothing."""
    return figure.value if figure.status == Status.PUBLISHED else None


def notice_sentence(bands: list[Figure]) -> list[str]:
    """In how many releases ICE had less notice than the first reference line under which half of them lie."""
    found = lead.headline(bands) if bands else None
    return (
        [_("%(count)s %(words)s (%(more)s).") % {"count": found["value"], "words": found["words"], "more": "; ".join(found["lines"])}]
        if found
        else []
    )


def table(reading: Reading) -> Table:
    """The same counts beside those that they are compared with."""
    spans = [reading.span, *reading.span.beside]
    heads = (_("Count"), *(one.short for one in spans), *to_date_heads(reading.span))
    lines = (
        Line(str(DEFINITIONS[code].name), (*(reading.cell(code, one) for one in spans), *to_date(reading, code)), code) for code in LEADS
    )
    return Table("headlines", _("The counts beside other periods"), heads, tuple(lines))


def to_date_heads(span: Span) -> tuple[str, ...]:
    if not span.is_month:
        return ()
    return tuple(_("%(year)s to date") % {"year": year} for year in (span.last.year, span.last.year - 1))


def to_date(reading: Reading, code: str) -> tuple[Cell, ...]:
    """January to the month, and the same months of last year."""
    if not reading.span.is_month:
        return ()
    return tuple(since_january(reading, code, years) for years in (0, 12))


def since_january(reading: Reading, code: str, back: int) -> Cell:
    last = reading.span.last.shift(-back)
    series = reading.book.series(code, comparing.months_of(last.year, last))
    return figure_cell(summed(series, f"{last.year}-01..{last}"), partly(series))
