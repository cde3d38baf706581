"""Illinois: 5 ILCS 805/25, the yearly report to the Attorney General. Case rows without names or other identifiers."""

from datetime import date

from bookings.models import ReleaseKind
from bookings.spans import Span
from reports.forms.declared import Cell, Form, Item, Sheet
from reports.forms.due import Due
from reports.forms.record import Case, Paper, Record, Request, date_and_time, day

NONE = "none on record"
WARRANTS = frozenset({"I-200", "I-203", "I-205", "ncic"})
TRANSFERRED = {
    ReleaseKind.ICE.value: "ICE",
    ReleaseKind.OTHER_AGENCY.value: "another agency or jail, which one is not recorded",
    ReleaseKind.STATE_PRISON.value: "state prison",
}
OF_PAPERS = (
    "No.",
    "Document",
    "(A) Date received",
    "(B) Date and time criminal bail was posted",
    "(C) Released or transferred",
    "(D) Date and time released or transferred",
    "(E) To which agency",
)
OF_REQUESTS = ("No.", "Date received", "What was requested", "Agency", "How it was addressed", "Date and time of that")


def fill(record: Record) -> tuple[Sheet, ...]:
    return requests(record), papers(record)


def requests(record: Record) -> Sheet:
    rows = tuple(request_row(record, number, one) for number, (_, one) in enumerate(record.requests(), 1))
    return Sheet("(a)(1) Requests for participation, support or assistance", OF_REQUESTS, rows, certificate(record, rows, "requests"))


def request_row(record: Record, number: int, one: Request) -> tuple[Cell, ...]:
    when = date_and_time(one.answered, record.zone) if one.answered else ""
    return number, day(one.received, record.zone), one.wanted, one.agency, one.handled, when


def papers(record: Record) -> Sheet:
    rows = tuple(paper_row(record, number, *pair) for number, pair in enumerate(record.papers(), 1))
    title = "(a)(2) Immigration detainers and civil immigration warrants"
    return Sheet(title, OF_PAPERS, rows, certificate(record, rows, "detainers or warrants"))


def paper_row(record: Record, number: int, case: Case, paper: Paper) -> tuple[Cell, ...]:
    bail = date_and_time(case.bail, record.zone) if case.bail else NONE
    what, when, where = fate(case)
    return number, document(paper), day(paper.received, record.zone), bail, what, date_and_time(when, record.zone) if when else "", where


def document(paper: Paper) -> str:
    """The form, and the civil warrant that came with it: one row for both."""
    return f"{paper.form_label}, with {paper.warrant_label}" if paper.warrant in WARRANTS else paper.form_label


def fate(case: Case) -> tuple[str, Span | None, str]:
    """Items (C), (D) and (E)."""
    if case.transfer is not None:
        return "transferred", case.transfer.when, case.transfer.agency or "ICE"
    if case.left is None:
        return "neither: in custody", None, ""
    if case.handed is not None:
        return "released, then arrested by ICE at the jail", case.left, ""
    if case.release_kind in TRANSFERRED:
        return "transferred", case.left, TRANSFERRED[case.release_kind]
    if case.release_kind == ReleaseKind.STREET:
        return "released", case.left, ""
    return f"neither: {case.release_label}", case.left, ""


def certificate(record: Record, rows: tuple[object, ...], what: str) -> str:
    """The certificate of none, for the officer to sign; never where a month is missing or the period is not over."""
    first, last = record.period.days
    if rows:
        return ""
    if record.gaps:
        missing = ", ".join(map(str, record.gaps))
        return f"No {what} are on record, but nothing at all is on record for {missing}: this is no certificate of none."
    if not record.is_whole:
        return f"No {what} are on record so far; the period is not over: this is no certificate of none."
    return f"Certificate of none: the agency certifies that it received no such {what} from {first} to {last}. Signed: ____________________"


FORM = Form(
    code="il-805-25",
    title="Illinois: yearly report of detainers, civil immigration warrants and requests",
    law="5 ILCS 805/25 (Illinois TRUST Act)",
    state="IL",
    filed_with="the Attorney General of Illinois",
    due="by March 1, for the calendar year before",
    usual="year",
    checked_on=date(2026, 11, 24),
    items=(
        Item(
            "(a)(1)",
            "Any requests from the United States Department of Homeland Security ... with respect to participation, support, or "
            "assistance in any immigration agent's civil enforcement operation, and any documentation regarding how the request was "
            "addressed.",
            "requests",
            "Federal requests received in the period, interviews that ICE asked for, and calls that ICE started. The agency stands in "
            "each row: strike out what did not come from the Department of Homeland Security.",
            "Detainers and requests for notice, which are under (a)(2).",
        ),
        Item(
            "(a)(2)",
            "All immigration detainers or civil immigration warrants received by the law enforcement agency.",
            "documents",
            "Every detainer and every request for notice received in the period, with the civil warrant that came with it in the same "
            "row. A request for notice alone is an immigration detainer under 805/10.",
            "A paper that came twice, after the first; judicial warrants; bookings held for ICE under contract.",
        ),
        Item(
            "(A)",
            "the date when the immigration detainer or civil immigration warrant was received",
            "dates",
            "The day on the county's clock.",
        ),
        Item(
            "(B)",
            "the date and time the individual subject to the immigration detainer or civil immigration warrant posted criminal bail, "
            "if applicable",
            "dates and times",
            "The last bail that was accepted in the booking, wherever it falls.",
        ),
        Item(
            "(C)",
            "whether the individual subject to the immigration detainer or civil immigration warrant was released or transferred",
            "fates",
            "As the record stands when the form is made, also if it came after the period. Whoever was released and then arrested by "
            "ICE at the jail was released.",
        ),
        Item("(D)", "the date and time the individual was released or transferred", "dates and times", "The release, or the handover."),
        Item(
            "(E)",
            "if the individual is transferred, to which governmental agency's custody",
            "agencies",
            "The receiving agency as recorded.",
        ),
    ),
    fill=fill,
    rule=Due(3, 1),
)
