"""Costs, restatements, disputes and the board's questions: what stands beside the counts."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from reports import display
from reports.measures import DEFINITIONS
from reports.models import Programme
from reports.public.comparing import FEWEST
from reports.releases.reading import Change, Restated
from reports.report.model import MONEY, Cell, Line, Section, Table
from reports.report.reading import Money, Rate, Reading, Register
from reports.report.sections import counts, parts, period_name

MINUTES, NOTED = "CO-001", "CO-002"
STAFF, HOLDS = ("CO-003", "CO-004", "CO-005"), ("CO-006", "CO-007", "CO-008")
STAYS = ("CU-001", "CU-002", "CU-003", "CU-004")
A_DAY = 24 * 60
PROGRAMMES = dict(Programme.choices)
LONGEST = 24  # lines of a table of changes; the files have the rest


# --- costs ---------------------------------------------------------------------------------------------------------------------------


def costs(reading: Reading) -> Section:
    """Staff time as a range, and what it costs by the county's own rates. A sum of minutes tells of single cases: the office's only."""
    title = _("Costs")
    if not reading.is_office:
        note = _("Minutes of staff and what they cost are in the office edition: one long case can be most of a sum of minutes.")
        return Section(
            "costs",
            title,
            tables=(counts(reading, "costs", _("Facts with minutes of staff noted"), (NOTED,)), *federal(reading)),
            notes=(note, federal_words(reading)),
        )
    tables = [counts(reading, "costs", _("Minutes of staff noted"), (MINUTES, NOTED))]
    by_task = reading.groups(MINUTES, "task")
    if by_task and any(one.value for one in by_task):
        tables.append(parts([one for one in by_task if one.value], "CO-001-task"))
    said, notes = (*priced(reading), *jail_days(reading)), (method(reading.rates), federal_words(reading))
    return Section("costs", title, said, tables=(*tables, *federal(reading)), notes=notes)


def federal(reading: Reading) -> list[Table]:
    """Beside the costs, and never taken off them."""
    lines = tuple(Line(payment(one), (Cell(f"${number_format(one.amount, 2, force_grouping=True)}", MONEY),)) for one in reading.money)
    heads = (_("Programme"), _("Amount"))
    return [Table("federal-money", _("Federal money received in the period"), heads, lines)] if lines else []


def payment(one: Money) -> str:
    """In one cell, so that it fits half a page."""
    first, last, received = (date_format(day, "DATE_FORMAT") for day in (one.first_day, one.last_day, one.received_on))
    words = {
        "programme": PROGRAMMES.get(one.programme, one.programme),
        "first": first,
        "last": last,
        "received": received,
        "source": one.source,
    }
    return _("%(programme)s, for %(first)s – %(last)s; received on %(received)s (%(source)s)") % words


def federal_words(reading: Reading) -> str:
    if not reading.money:
        return _("No federal money is on record as received in this period.")
    return _("Federal money stands beside the costs and is not taken off them: it is paid for other periods and by other rules.")


def priced(reading: Reading) -> Iterator[str]:
    """In dollars, with a low and a high end. Without a rate or without minutes there is no price."""
    staff = _("Staff time cost $%(usual)s by the county’s rates; low end $%(low)s, high end $%(high)s.")
    holds = _("Holds past release-eligible cost $%(usual)s by the county’s rates; low end $%(low)s, high end $%(high)s.")
    for codes, text in ((STAFF, staff), (HOLDS, holds)):
        cents = [value for code in codes if (value := reading.figure(code).value) is not None]
        if len(cents) == len(codes):
            yield text % dict(zip(("usual", "low", "high"), map(dollars, cents), strict=True))


def jail_days(reading: Reading) -> Iterator[str]:
    """How much longer stays with a detainer were than others, times how many there were. Of few nothing: one long stay decides."""
    held, others, held_minutes, other_minutes = (reading.figure(code).value for code in STAYS)
    if held is None or others is None or held_minutes is None or other_minutes is None or min(held, others) < FEWEST:
        return
    usual = Fraction(other_minutes, others)
    extra = (held_minutes - held * usual) / A_DAY
    means_said = _("%(held)s stays with a detainer ended after %(with)s days on average, %(others)s others after %(without)s.")
    fewer = _("Had the first lasted as long as the others, they would come to %(days)s jail-days fewer.")
    more = _("Had the first lasted as long as the others, they would come to %(days)s jail-days more.")
    caution = _("An estimate: people with a detainer differ from others in more than that.")
    counts = {"held": display.number(held), "others": display.number(others), "days": display.number(round(abs(extra)))}
    means = {"with": display.tenths(held_minutes / held / A_DAY), "without": display.tenths(float(usual) / A_DAY)}
    yield f"{means_said % (counts | means)} {(fewer if extra >= 0 else more) % counts} {caution}"


def dollars(cents: int) -> str:
    """Whole dollars; half a dollar is one."""
    return display.number(int((Decimal(cents) / 100).quantize(Decimal(1), ROUND_HALF_UP)))


def method(rates: Sequence[Rate]) -> str:
    text = _(
        "Method: minutes that staff noted, times an hour’s rate; facts without minutes are not estimated, so the cost is at least this."
    )
    named = "; ".join(f"{one.label} {one.value} ({one.source})" for one in rates)
    return f"{text} " + (_("Rates: %(rates)s.") % {"rates": named} if named else _("No rate is on the county’s list."))


# --- what changed since --------------------------------------------------------------------------------------------------------------


def restatements(reading: Reading) -> Section:
    title = _("Restatements")
    if not reading.restated:
        return Section("restatements", title, notes=(_("Nothing published for this period was restated."),))
    return Section("restatements", title, tuple(map(restated_words, reading.restated)))


def was_and_now(reading: Reading) -> Section:
    """The changed figures of each restatement."""
    return Section("was-and-now", _("Was and now"), tables=tuple(map(changed, reading.restated)))


def restated_words(one: Restated) -> str:
    words = {
        "period": period_name(one.period),
        "revision": one.revision,
        "why": one.why or _("no reason on record"),
        "count": len(one.changes),
    }
    return _("%(period)s was restated as revision %(revision)s (figures changed: %(count)s). Why: %(why)s") % words


def changed(one: Restated) -> Table:
    lines = tuple(was_now(change) for change in one.changes[:LONGEST])
    heads = (_("Figure"), _("Was"), _("Now"))
    title = _("%(period)s, revision %(revision)s: was and now") % {"period": period_name(one.period), "revision": one.revision}
    left = len(one.changes) - LONGEST
    note = _("%(count)s more changed figures are in the files of the month.") % {"count": left} if left > 0 else ""
    return Table(f"restated-{one.period}-{one.revision}", title, heads, lines, note)


def was_now(change: Change) -> Line:
    measure = DEFINITIONS[change.measure]
    grouping = measure.grouping(change.grouping)
    label = str(measure.name) + (f": {grouping.label(change.group)}" if grouping else "")
    return Line(label, (number(change.was), number(change.now)), change.measure)


def number(value: int | None) -> Cell:
    return Cell(_("no number"), "no_data") if value is None else Cell(display.number(value), "published", value)


# --- registers -----------------------------------------------------------------------------------------------------------------------


def questions(reading: Reading) -> Section:
    """The board's questions, claims from outside, demands: how many."""
    lines = tuple(counted(one) for one in reading.registers)
    heads = ("", _("Open at the start"), _("Came"), _("Ended"), _("Open at the end"))
    table = Table("registers", _("Questions, claims and demands"), heads, lines)
    return Section("questions", _("Questions and disputes"), tables=(table,))


def in_their_words(reading: Reading) -> Section:
    """The entries of the registers, in the office alone."""
    return Section(
        "in-their-words", _("Questions and disputes, in their words"), tuple(entry for one in reading.registers for entry in entries(one))
    )


def counted(one: Register) -> Line:
    cells = (one.open_before, one.came, one.ended, one.open_after)
    return Line(one.heading, tuple(Cell(display.number(count), "published", count) for count in cells), one.code)


def entries(register: Register) -> Iterator[str]:
    for one in register.entries:
        said = "; ".join(f"{label}: {text}" for label, text in one.lines)
        state = _("open") if one.is_open else _("closed")
        yield f"{register.heading}, {one.title} ({state}). {said}"
