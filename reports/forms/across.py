"""The same period across forms: where two bodies get two numbers, what lies between them, counted. Pure.

Each bridge leads from one number to the other by steps whose sum is the difference; a test holds it to that over any record.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from reports.forms import illinois, minnesota, new_york
from reports.forms.record import Case, Handed, Record, persons
from reports.measures import Label

LOCAL = _("JailWatch, monthly report")


@dataclass(frozen=True, slots=True)
class Line:
    """One number that goes to one body."""

    body: Label
    item: str
    unit: Label
    words: Label
    number: int | None


@dataclass(frozen=True, slots=True)
class Bridge:
    """From one number to another. `steps` are what is taken off or added, and why."""

    start: str
    first: int
    steps: tuple[tuple[Label, int], ...]
    end: str
    last: int

    @property
    def adds_up(self) -> bool:
        return self.first + sum(number for _words, number in self.steps) == self.last

    @property
    def signed(self) -> list[tuple[Label, str]]:
        """The steps as a page writes them."""
        return [(words, f"{number:+d}".replace("-", "−") if number else "0") for words, number in self.steps]


@dataclass(frozen=True, slots=True)
class Theme:
    title: Label
    lines: tuple[Line, ...]
    bridges: tuple[Bridge, ...]


def themes(record: Record, measured: dict[str, int | None]) -> tuple[Theme, ...]:
    """`measured` are the office's own figures of the period, by their code; nothing where there is no data."""
    return detainers(record, measured.get("DT-001")), handovers(record, measured.get("HO-001")), requests(record), told(record)


def detainers(record: Record, measured: int | None) -> Theme:
    papers = list(record.papers())
    notice = sum(paper.is_notice_only for _, paper in papers)
    lodged = len(new_york.detainers(record))
    lines = (
        Line(LOCAL, "DT-001", _("detainers"), _("Detainers received, requests for notice among them."), measured),
        Line(
            illinois.FORM.law, "(a)(2)", _("documents"), _("Detainers and requests for notice, the warrant in the same row."), len(papers)
        ),
        Line(new_york.FORM.law, "1", _("detainers"), _("Detainers lodged to have somebody held."), lodged),
    )
    steps: tuple[tuple[Label, int], ...] = ((_("requests for notice alone (I-247N, I-247G), which are under item 9"), -notice),)
    return Theme(_("Detainers"), lines, (Bridge("IL (a)(2)", len(papers), steps, "NYC 1", lodged),))


def handovers(record: Record, measured: int | None) -> Theme:
    taken = record.handovers()
    rows, people = to_ice(record), persons(new_york.transfers(record))
    lines = (
        Line(LOCAL, "HO-001", _("handovers"), _("Times that ICE took a person, with or without a detainer."), measured),
        Line(illinois.FORM.law, "(C)", _("documents"), _("Documents of the period whose person was transferred to ICE, whenever."), rows),
        Line(new_york.FORM.law, "3", _("persons"), _("People transferred in the period on a detainer."), people),
    )
    bridges = (
        Bridge("HO-001", len(taken), tuple(to_documents(record, taken)), "IL (C)", rows),
        Bridge("HO-001", len(taken), tuple(to_persons(record, taken)), "NYC 3", people),
    )
    return Theme(_("Handovers"), lines, bridges)


def to_ice(record: Record) -> int:
    return sum(case.transfer is not None for case, _ in record.papers())


Taken = list[tuple[Case, Handed]]


def to_documents(record: Record, taken: Taken) -> Iterator[tuple[Label, int]]:
    """From handovers of the period to papers of the period that ended in one."""
    transfers = [case for case, handed in taken if handed.is_transfer]
    mine = {id(case): sum(record.holds(paper.received) for paper in case.papers) for case in record.cases}
    later = [case for case in record.cases if case.transfer and not record.holds(case.transfer.when)]
    yield _("people released and then arrested by ICE at the jail"), len(transfers) - len(taken)
    yield _("handovers without a document received in this period"), -sum(not mine[id(case)] for case in transfers)
    yield _("further documents about the same booking"), sum(max(mine[id(case)] - 1, 0) for case in transfers)
    yield _("documents of this period whose person was handed over outside it"), sum(mine[id(case)] for case in later)


def to_persons(record: Record, taken: Taken) -> Iterator[tuple[Label, int]]:
    transfers = [case for case, handed in taken if handed.is_transfer]
    on_paper = new_york.transfers(record)
    yield _("people released and then arrested by ICE at the jail"), len(transfers) - len(taken)
    yield _("handovers without a detainer, or on a request for notice alone"), len(on_paper) - len(transfers)
    yield _("the same person handed over again"), persons(on_paper) - len(on_paper)


def requests(record: Record) -> Theme:
    found = record.requests()
    notice = sum(paper.is_notice_only for _, paper in record.papers())
    asked = sum(case is not None and one.is_for_information for case, one in found) + notice
    lines = (
        Line(illinois.FORM.law, "(a)(1)", _("requests"), _("Requests, interviews that ICE asked for, calls that it started."), len(found)),
        Line(new_york.FORM.law, "9", _("requests"), _("Requests for information about a person."), asked),
    )
    steps: tuple[tuple[Label, int], ...] = (
        (_("requests for an interview"), -sum(not one.is_for_information for _, one in found)),
        (_("requests about nobody in particular"), -sum(case is None and one.is_for_information for case, one in found)),
        (_("requests for notice alone (I-247N, I-247G), which Illinois has under (a)(2)"), notice),
    )
    return Theme(_("Requests"), lines, (Bridge("IL (a)(1)", len(found), steps, "NYC 9", asked),))


def told(record: Record) -> Theme:
    found = minnesota.notices(record)
    under = [one for _, one in found if one.basis == minnesota.BASIS]
    lines = (
        Line(
            minnesota.FORM.law,
            "all",
            _("notices"),
            _("Tellings of a release to ICE and calls of the jail that told something."),
            len(found),
        ),
        Line(minnesota.FORM.law, "631.50", _("notices"), _("Of these, on the basis of section 631.50."), len(under)),
    )
    steps: tuple[tuple[Label, int], ...] = ((_("notices on another basis, or on none"), len(under) - len(found)),)
    return Theme(_("Notices to ICE"), lines, (Bridge("MN all", len(found), steps, "MN 631.50", len(under)),))
