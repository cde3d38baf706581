"""What stands after the two pages: the months behind the chart, every group, every count, what the counts mean, how good the record is."""

from django.conf import settings
from django.utils.translation import gettext as _

from reports.figures import Figure, Status
from reports.measures import ANNUAL, DEFINITIONS, THEMES
from reports.public import choice, facts, groups, panel
from reports.report.model import Cell, Chart, Columns, Line, Section, Table
from reports.report.people import table as table_of_people
from reports.report.people import wanted
from reports.report.reading import Reading, figure_cell, months_of_chart
from reports.report.sections import counts, parts

QUALITY = ("QA-001", "QA-002", "QA-003", "QA-004", "QA-005", "CO-002", "NR-001")
IN_PUBLIC_ANNEX = (
    ("LT-001", "band"), ("DT-002", "outcome"), ("DT-009", "outcome"), ("IC-001", "started"), ("IC-001", "reply"), ("IC-003", "voluntary"),
    ("VI-001", "held"), ("VI-002", "kind"), ("TN-002", "told"), ("TN-003", "answer"), ("TN-003", "channel"), ("TN-003", "person"),
    ("TN-004", "answer"), ("DT-004", "served"), ("DT-004", "decision"), ("HO-003", "mode"), ("HO-003", "place"), ("RQ-001", "answer"),
)  # fmt: skip
IN_OFFICE_ANNEX = (
    ("DT-003", "warrant"),
    ("IC-003", "answer"),
    ("IC-002", "consent"),
    ("VI-002", "consent"),
    ("CN-001", "answer"),
    ("CN-001", "duty"),
    ("DT-010", "conviction"),
)


def months(reading: Reading) -> Section:
    """Thirteen months, so that the same month of last year is in view, with policies and known gaps; of a year its months."""
    shown = months_of_chart(reading.span)
    series = reading.book.series(choice.CHARTED, shown)
    name = str(DEFINITIONS[choice.CHARTED].name)
    lines = tuple(Line(panel.display.month_name(month), (figure_cell(one),)) for one, month in zip(series, shown, strict=True))
    table = Table("months", name, (_("Month"), str(DEFINITIONS[choice.CHARTED].unit)), lines)
    points = tuple(panel.point(one, month) for one, month in zip(series, shown, strict=True))
    chart = Chart("months", name, Columns(points, tuple(facts.marks(reading.facts, shown))), "months")
    return Section("months", _("Detainers received, month by month"), charts=(chart,), tables=(table,))


def by_group(reading: Reading) -> Section:
    """Acts by group in the last window that is over; the office has those of people too."""
    pairs = (*IN_PUBLIC_ANNEX, *(IN_OFFICE_ANNEX if reading.is_office else ()))
    found = [parts(some) for pair in pairs if (some := reading.parts.get(pair, []))]
    return Section("by-group", _("The parts of the counts"), tables=tuple(found))


def of_people(reading: Reading) -> list[Section]:
    """An annual report has every table of people of its year that does not stand on its pages."""
    if reading.is_office or reading.span.is_month:
        return []
    own = [one for one in reading.annual if one.period == reading.span.code]
    found = [table_of_people(some) for some in groups.tables(own) if some[0].measure in ANNUAL and not wanted(some)]
    return [Section("people-of-the-year", _("People, by how deep ICE was in it"), tables=tuple(found))] if found else []


def everything(reading: Reading) -> Section:
    """Every count of the edition, theme by theme."""
    tables = []
    for code, name in THEMES.items():
        codes = [one for one, measure in DEFINITIONS.items() if measure.theme == code and one not in ANNUAL]
        if reading.shown(codes):
            tables.append(counts(reading, f"all-{code}", str(name), codes))
    return Section("all", _("Every count"), tables=tuple(tables))


def quality(reading: Reading) -> Section:
    hidden = sum(one.status == Status.SUPPRESSED for one in figures_of(reading))
    said = _("Cells protected in the figures of this report: %(count)s.") % {"count": hidden}
    table = counts(reading, "quality", _("How whole the record is"), QUALITY)
    return Section("quality", _("Quality of the record"), tables=(table,), notes=(said, *corrected(reading), marks()))


def corrected(reading: Reading) -> list[str]:
    """Of the tables of people, which are never restated: how many of their records were corrected since, as the release counted them."""
    text = _("Records corrected since the tables of people of %(year)s were published: %(count)s. The tables stay as they are.")
    return [text % {"year": year, "count": count} for year, count in sorted(reading.corrected.items())]


def figures_of(reading: Reading) -> list[Figure]:
    return [*reading.book.all, *(one for some in reading.parts.values() for one in some), *reading.annual]


def marks() -> str:
    return _(
        "“no data”: nobody recorded this, it is not zero. “suppressed”: protected, so that nobody can be singled out. "
        "“not yet”: the period is not over."
    )


def definitions(reading: Reading, codes: list[str]) -> Section:
    heads = (_("Code"), _("Name"), _("Unit"), _("Counts"), _("Leaves out"))
    lines = tuple(definition(code) for code in codes)
    text = _("Bookings count in the month in which they were made, notices in that in which they were given, by the clock of %(zone)s.")
    notes = (text % {"zone": reading.county.timezone},)
    return Section("definitions", _("What is counted"), tables=(Table("definitions", _("Definitions"), heads, lines),), notes=notes)


def definition(code: str) -> Line:
    one = DEFINITIONS[code]
    return Line(code, tuple(Cell(str(text) or "–") for text in (one.name, one.unit, one.counts, one.leaves_out)), code)


def sources(reading: Reading) -> Section:
    """Where the same report stands, as files, and how to name it."""
    address = f"{settings.SITE_URL}{reading.address}".rstrip("/")
    notes = [f"{address}.{kind}" for kind in ("pdf", "csv", "xlsx", "json")]
    return Section("sources", _("The same report as files"), notes=(*notes, *cited(reading), *journal(reading)))


def journal(reading: Reading) -> list[str]:
    """With it an auditor proves that nothing before it was rewritten."""
    head = reading.journal_head
    text = _("The journal of the record was sealed to %(number)s when this was drafted: %(digest)s.")
    return [text % {"number": head["number"], "digest": head["digest"]}] if head.get("number") else []


def cited(reading: Reading) -> list[str]:
    if reading.is_office:
        return []
    words = {
        "county": f"{reading.county.name}, {reading.county.state}",
        "period": reading.span.name,
        "release": reading.release.release,
        "revision": reading.release.revision,
        "hash": reading.release.sha256,
    }
    return [_("Cite as: %(county)s, report of %(period)s, JailWatch release %(release)s, revision %(revision)s, sha256 %(hash)s.") % words]
