"""The two pages of a report, section by section, in the order of real counties' reports. Pure: a reading in, a section out."""

from collections.abc import Iterable
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports import display
from reports.charts import Group
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS
from reports.public import choice, facts, groups, lead
from reports.public.panel import group_name
from reports.report.model import Cell, Chart, Line, Notice, Section, Table, Whole
from reports.report.reading import Reading, figure_cell, share_cell
from reports.report.span import Span

OPEN_BEFORE, RECEIVED, ENDED, OPEN_AFTER = "DT-008", "DT-001", "DT-009", "DT-007"
NOTICE = ("TN-002", "TN-003", "TN-004", "TN-001", "QA-003")
CONTACTS = ("IC-001", "IC-005", "IC-003", "IC-002", "VI-001", "VI-002", "RQ-001")
LED_TO = ("FP-001", "DT-003")
MONEY = tuple(f"CO-00{number}" for number in range(3, 9))
CONSULAR = ("CN-001", "CN-002", "AK-004")


# --- tables of counts and of parts ---------------------------------------------------------------------------------------------------


def counts(reading: Reading, key: str, title: str, codes: Iterable[str], note: str = "") -> Table:
    """Counts of the period beside those that it is compared with."""
    spans = [reading.span, *reading.span.beside]
    lines = (Line(name_of(code), tuple(reading.cell(code, one) for one in spans), code) for code in reading.shown(codes))
    return Table(key, title, (_("Count"), *(one.short for one in spans)), tuple(lines), note)


def name_of(code: str) -> str:
    """A sum of money says in what it is."""
    one = DEFINITIONS[code]
    return f"{one.name} ({one.unit})" if code in MONEY else str(one.name)


def parts(figures: list[Figure], key: str = "", title: str = "") -> Table:
    """The groups of a measure with their share, and the whole where every part of it is there."""
    first = figures[0]
    lines = [Line(group_name(one), (figure_cell(one), share_cell(one))) for one in figures]
    heads = (groups.grouping_name(first.measure, first.by), str(DEFINITIONS[first.measure].unit), _("Share"))
    title = title or groups.parts_title(first.measure, first.by, first.period)
    return Table(key or f"{first.measure}-{first.by}", title, heads, (*lines, *total(figures)))


def total(figures: list[Figure]) -> list[Line]:
    """Nothing where a part is missing, and where something may be in several groups."""
    first = figures[0]
    if any(one.value is None for one in figures) or not groups.adds_up(first.measure, first.by):
        return []
    found = sum(one.value or 0 for one in figures)
    return [
        Line(_("All"), (Cell(display.number(found), str(first.status), found), Cell(display.percent(found, found) or "–")), is_total=True)
    ]


def is_whole(figures: list[Figure]) -> bool:
    return bool(figures) and all(one.value is not None for one in figures) and any(one.value for one in figures)


# --- page one ------------------------------------------------------------------------------------------------------------------------


def stock(reading: Reading) -> Section:
    """Open at the start + received - ended = open at the end: it must add up."""
    names = (
        (OPEN_BEFORE, _("Open at the start"), ""),
        (RECEIVED, _("Received"), "+ "),
        (ENDED, _("Ended"), "− "),
        (OPEN_AFTER, _("Open at the end"), "= "),
    )
    cells = {code: reading.cell(code, at(reading, code)) for code, _name, _sign in names}
    lines = tuple(Line(f"{sign}{name}", (cells[code],), code, code == OPEN_AFTER) for code, name, sign in names)
    table = Table("stock-flow", _("Detainers"), ("", _("Detainers")), lines, adds_up(cells))
    return Section("stock-flow", _("Detainers: opened, ended, open"), tables=(table,))


def at(reading: Reading, code: str) -> Span | None:
    """A stock is that of the first or the last month of a year, and never a sum."""
    months = {OPEN_BEFORE: reading.span.months[0], OPEN_AFTER: reading.span.last}
    return Span(str(months[code]), (months[code],)) if code in months else None


def adds_up(cells: dict[str, Cell]) -> str:
    before, came, ended, after = (cells[code].value for code in (OPEN_BEFORE, RECEIVED, ENDED, OPEN_AFTER))
    if before is None or came is None or ended is None or after is None:
        return _("One of the four counts is missing, so they cannot be added up.")
    apart = before + came - ended - after
    return (
        _("The four counts add up.") if not apart else _("The four counts do not add up: they are %(apart)s apart.") % {"apart": abs(apart)}
    )


def notice(reading: Reading) -> Section:
    """The release clock: how much notice, and how many releases nobody announced."""
    bands = reading.groups(choice.LEAD, "band")
    charts = (Chart("notice", lead.sentence(bands), shown_notice(bands), "LT-001-band"),) if bands and lead.shown(bands) else ()
    note = _("No line here is a goal: a longer or shorter time is neither good nor bad. ICE’s form asks for 48 hours.")
    table = counts(reading, "notice-counts", _("Releases and what ICE was told"), NOTICE)
    return Section("notice", _("How much notice ICE had"), charts=charts, tables=(table,), notes=(note,))


def shown_notice(bands: list[Figure]) -> Notice:
    return Notice(tuple(lead.bins(bands)), tuple(lead.apart(bands)), lead.middle(bands))


# --- page two ------------------------------------------------------------------------------------------------------------------------


def outcomes(reading: Reading) -> Section:
    """What became of the detainers received: one bar that adds up, unaccounted ones in it."""
    found = reading.groups(choice.OUTCOMES, "outcome")
    title = _("What became of the detainers")
    if not is_whole(found):
        return Section("outcomes", title, notes=(no_parts(found),))
    looks = tuple(Group(group_name(one), one.value or 0, "unaccounted" if one.group == groups.UNACCOUNTED else "value") for one in found)
    return Section("outcomes", title, charts=(Chart("outcomes", outcome_sentence(found), Whole(looks), "DT-002-outcome"),))


def outcome_sentence(found: list[Figure]) -> str:
    counts = {one.group: one.value or 0 for one in found}
    words = {"all": sum(counts.values()), "taken": counts.get("handed_over", 0), "lost": counts.get(groups.UNACCOUNTED, 0)}
    text = ngettext(
        "Of %(all)s detainer received (%(period)s), ICE took the person on %(taken)s; %(lost)s unaccounted for",
        "Of %(all)s detainers received (%(period)s), ICE took the person on %(taken)s; %(lost)s unaccounted for",
        words["all"],
    )
    return text % ({name: display.number(count) for name, count in words.items()} | {"period": period_name(found[0].period)})


def period_name(period: str) -> str:
    return period if period.startswith(("F", "J")) else groups.period_name(period)


def no_parts(figures: list[Figure]) -> str:
    """Why there is no bar."""
    if figures and all(one.value == 0 for one in figures):
        return _("There was none in the period, so there is nothing to divide.")
    if any(one.status == Status.SUPPRESSED for one in figures):
        return _("Too few to divide: the groups are protected, so that nobody can be singled out.")
    return _("No data for the parts of this period.")


def contacts(reading: Reading) -> Section:
    return Section(
        "contacts",
        _("Calls, visits and consent"),
        tables=(counts(reading, "contacts", _("Calls, requests, visits, and whether people were asked first"), CONTACTS),),
        notes=(_("Calls and visits count in the month in which they took place, requests in that in which they came."),),
    )


def led_to(reading: Reading) -> Section:
    """What led to the detainers: the trigger describes people, so the public edition has only papers and fingerprints."""
    found = reading.groups("DT-003", "trigger") if reading.is_office else []
    warrants = [] if found else reading.groups("DT-003", "warrant")
    tables = [counts(reading, "led-to", _("Fingerprints sent, detainers by their papers"), LED_TO)]
    tables += [parts(some) for some in (found, warrants) if some]
    notes = () if reading.is_office else (_("What triggered each detainer describes a person; the office edition has it."),)
    return Section("led-to", _("What led to the detainers"), tables=tuple(tables), notes=notes)


def consular(reading: Reading) -> Section:
    table = counts(reading, "consular", _("Advice given, consulates told, birthplaces asked for that"), CONSULAR)
    return Section("consular", _("Consulates"), tables=(table,))


def policies(reading: Reading) -> Section:
    """Policies that began or ended in the period, and known gaps that touch it. No word on what followed from them."""
    first, following = reading.span.months[0].first_day, reading.span.last.shift(1).first_day
    changed = [one for one in reading.facts.policies if first <= one.start < following or (one.until and first <= one.until < following)]
    gaps = [one for one in reading.facts.gaps if one.first < following and one.last >= first]
    said = [changes(one, first) for one in changed] or [_("No policy began or ended in the period.")]
    said += [facts.gap_note(one) for one in gaps] or [_("No gap in the record is known for the period.")]
    return Section("policies", _("Policies and known gaps"), tuple(said))


def in_force(reading: Reading) -> Section:
    following = reading.span.last.shift(1).first_day
    found = [one for one in reading.facts.policies if one.start < following and (one.until is None or one.until >= following)]
    return Section("policies-in-force", _("Policies in force at the end of the period"), tables=(policy_table(found),))


def changes(policy: facts.PolicyFact, first: date) -> str:
    if policy.until and policy.start < first:
        return _("Ended on %(day)s: %(title)s") % {"day": day(policy.until), "title": policy.title}
    return facts.note(policy)


def day(value: date) -> str:
    return date_format(value, "DATE_FORMAT")


def policy_table(found: list[facts.PolicyFact]) -> Table:
    lines = tuple(Line(one.rule_name, (Cell(one.title), Cell(day(one.start)), Cell(one.adopted_by or "–"))) for one in found)
    return Table("policies", _("Policies in force"), (_("Rule"), _("Policy"), _("From"), _("Adopted by")), lines)
