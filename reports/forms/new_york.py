"""New York City: Administrative Code 9-131(f), items 1 to 9, as amended by Local Law 228 of 2017.

The record does not say which crimes are "violent or serious" (9-131(a)), knows no match in the terrorist screening database and holds
no funding: what hangs on these is "not recorded", never 0.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from bookings.models import Decision
from reports.forms.declared import Cell, Form, Item, Sheet, counted
from reports.forms.due import Due
from reports.forms.record import Case, Paper, Record, persons

Pairs = list[tuple[Case, Paper]]
HEADER = ("Item", "What is counted", "Unit", "Number")
REASONS = (
    ("i", "had reason to believe that the person is subject to removal"),
    ("ii", "initiated removal proceedings and served a notice to appear or other charging document"),
    ("iii", "served a warrant of arrest for removal proceedings"),
    ("iv", "obtained an order of deportation or removal"),
)
# What was told, by the law's kinds of information.
KINDS = (
    ("incarceration status", frozenset({"identity", "in_custody"})),
    ("release dates", frozenset({"release"})),
    ("court appearance dates", frozenset({"court_dates"})),
    ("other types of information", frozenset({"birthplace", "charges", "address"})),
)
CATEGORIES = (
    ("i", "persons with no convictions for a violent or serious crime"),
    ("ii", "persons with at least one conviction for a violent or serious crime"),
    ("iii", "persons with no such conviction and a possible match in the terrorist screening database"),
)


def fill(record: Record) -> tuple[Sheet, ...]:
    rows = (row for part in (lodged, held, transferred, funding, not_honored, not_transferred, information) for row in part(record))
    return (Sheet("9-131(f) Items 1 to 9", HEADER, tuple(rows), warning(record)),)


def warning(record: Record) -> str:
    if record.gaps:
        return f"Nothing at all is on record for {', '.join(map(str, record.gaps))}: the numbers are of the other months."
    return "" if record.is_whole else "The period is not over: the numbers are of what is on record so far."


Rows = Iterator[tuple[Cell, ...]]


def line(number: str, words: str, unit: str, value: int | None) -> tuple[Cell, ...]:
    return number, words, unit, counted(value)


def detainers(record: Record) -> Pairs:
    """What was lodged to have somebody held; a request for notice alone is a request for information (item 9)."""
    return [pair for pair in record.papers() if not pair[1].is_notice_only]


def lodged(record: Record) -> Rows:
    found = detainers(record)
    yield line("1", "civil immigration detainers lodged", "detainers", len(found))
    yield from by_reason("1", "detainers", found, record, len)


def by_reason(item: str, unit: str, found: Pairs, record: Record, count: Callable[[Pairs], int]) -> Rows:
    """Each reason by itself: one detainer may give several, so the rows can add up to more than the item."""
    reasons = [(pair, record.reasons(pair[1])) for pair in found]
    for code, words in REASONS:
        yield line(
            f"{item}({code})", f"of these, federal authorities {words}", unit, count([pair for pair, some in reasons if code in some])
        )
    yield line(item, "of these, no reason is recorded", unit, count([pair for pair, some in reasons if not some]))


def people(found: Pairs) -> int:
    return persons(case for case, _ in found)


def held_beyond(record: Record) -> Pairs:
    """Who stayed on a detainer that the jail complied with, after the moment (of the period) at which they could have gone."""
    return [(case, paper) for case in record.cases if (paper := holding(case, record, Decision.COMPLY))]


def holding(case: Case, record: Record, decision: str) -> Paper | None:
    """The detainer under which somebody stayed on after becoming eligible. The last received of those in force then."""
    eligible = case.clocks.t0.when if case.clocks.t0 else None
    if eligible is None or not record.holds(eligible) or not (case.left is None or eligible.certainly_before(case.left)):
        return None
    fits = (one for one in case.papers if one.asks_hold and not one.is_notice_only and one.decision == decision)
    there = (one for one in fits if case.left is None or not case.left.certainly_before(one.received))
    in_force = (one for one in there if not any(end.certainly_before(eligible) for end in one.ends))
    return max(in_force, key=lambda one: (one.received.at, one.key), default=None)


def held(record: Record) -> Rows:
    found = held_beyond(record)
    undecided = [case for case in record.cases if not holding(case, record, Decision.COMPLY) and holding(case, record, "")]
    yield line("2", "persons held on detainers beyond the time when they would otherwise be released", "persons", people(found))
    yield from by_reason("2", "persons", found, record, people)
    yield line("2", "not in these: stayed on, and no decision on the detainer is recorded", "persons", persons(undecided))


def transfers(record: Record) -> list[Case]:
    """Who was handed over in the period on a detainer."""
    return [case for case, handed in record.handovers() if handed.is_transfer and (paper := paper_of(case)) and not paper.is_notice_only]


def paper_of(case: Case) -> Paper | None:
    """The paper on which ICE took the person."""
    return next((one for one in case.papers if case.handed and one.key == case.handed.paper), None)


def transferred(record: Record) -> Rows:
    found = transfers(record)
    here = [case for case in found if case.handed and case.convicted(case.handed.when)]
    yield line("3", "persons transferred to federal custody on detainers", "persons", persons(found))
    yield line("3", "of these, convicted of a charge of that booking before the transfer", "persons", persons(here))
    yield line("4", "of item 3, with at least one conviction for a violent or serious crime", "persons", None)
    yield line("5", "of item 3, with no such conviction and a possible match in the terrorist screening database", "persons", None)


def funding(record: Record) -> Rows:
    yield line("6", "State Criminal Alien Assistance funding requested", "dollars", None)
    yield line("6", "State Criminal Alien Assistance funding received", "dollars", None)


def not_honored(record: Record) -> Rows:
    found = detainers(record)
    refused = [pair for pair in found if pair[1].decision in (Decision.DECLINE, Decision.NOTIFY_ONLY)]
    yield line("7", "persons for whom detainers were not honored", "persons", people(refused))
    yield line(
        "7", "of these, the jail decided to tell federal authorities of the release", "persons", people(only(refused, "notify_only"))
    )
    yield line("7", "not in these: no decision is recorded", "persons", persons(undecided(found, refused)))


def only(found: Pairs, decision: str) -> Pairs:
    return [pair for pair in found if pair[1].decision == decision]


def undecided(found: Pairs, refused: Pairs) -> list[Case]:
    counted_already = {case.person for case, _ in refused}
    return [case for case, paper in found if not paper.decision and case.person not in counted_already]


def not_transferred(record: Record) -> Rows:
    stayed = [(case, paper) for case, paper in held_beyond(record) if case.left is not None and case.transfer is None]
    disavowed = [pair for pair in stayed if pair[0].disavowed]
    expired = [pair for pair in stayed if pair[1].expired and not pair[0].disavowed]
    yield line("8", "of item 2, not transferred because the 48 hours expired or ICE disavowed it", "persons", people(disavowed + expired))
    yield line("8", "of these, the hold expired", "persons", people(expired))
    yield line("8", "of these, federal authorities disavowed an intention to assume custody", "persons", people(disavowed))
    yield line(
        "8",
        "not in these: of item 2, not transferred, and the record does not say why",
        "persons",
        people(rest(stayed, disavowed + expired)),
    )


def rest(found: Pairs, counted_already: Pairs) -> Pairs:
    taken = {case.person for case, _ in counted_already}
    return [pair for pair in found if pair[0].person not in taken]


def information(record: Record) -> Rows:
    asked = [(case, one) for case, one in record.requests() if case is not None and one.is_for_information]
    notice = [(case, paper) for case, paper in record.papers() if paper.is_notice_only]
    honored = [(case, one.told) for case, one in asked if one.is_honored]
    honored += [(case, frozenset({"release"})) for case, _ in notice if told_of_release(case)]
    yield line("9", "requests from federal immigration authorities for information about a person", "requests", len(asked) + len(notice))
    yield line("9", "of these, requests for notice on a form of their own", "requests", len(notice))
    yield line("9", "responses honoring such requests", "responses", len(honored))
    yield from responses(honored)
    for code, words in CATEGORIES:
        yield line(f"9({code})", f"of the responses, concerning {words}", "responses", None)


def told_of_release(case: Case) -> bool:
    return any(one.way == "telling" and one.reached for one in case.notices)


def responses(honored: Iterable[tuple[Case, frozenset[str]]]) -> Rows:
    """By kind of information (one response may hold several), and whether the jail then handed the person over."""
    found = list(honored)
    for words, told in KINDS:
        yield line("9", f"of the responses, including {words}", "responses", sum(bool(some & told) for _, some in found))
    over = sum(case.transfer is not None for case, _ in found)
    yield line("9", "of the responses, the jail facilitated the transfer of the person", "responses", over)


FORM = Form(
    code="nyc-9-131",
    title="New York City: yearly report of the jail on detainers",
    law="New York City Administrative Code 9-131(f), as amended by Local Law 228 of 2017",
    state="NY",
    filed_with="the department's website",
    due="by September 1, for the twelve months to June 30",
    usual="july",
    checked_on=date(2026, 11, 24),
    items=(
        Item(
            "1",
            "the total number of civil immigration detainers lodged with the department, disaggregated to the extent possible by the "
            "reason given by federal immigration authorities for issuing detainers",
            "detainers",
            "Detainers received in the period. The reasons come from the boxes of the form by the dated list “reasons as New York City "
            "counts them”; one detainer may give several.",
            "Requests for notice alone (I-247N, I-247G: item 9), a paper that came twice, bookings held for ICE under contract.",
        ),
        Item(
            "2",
            "the number of persons held pursuant to civil immigration detainers beyond the time when such person would otherwise be "
            "released from the department's custody",
            "persons",
            "People who became eligible for release in the period, were still in custody afterwards, and had a detainer in force that "
            "asked to hold them and with which the jail decided to comply.",
            "Who stayed on and has no such decision on record (counted beside it).",
        ),
        Item(
            "3",
            "the number of persons transferred to the custody of federal immigration authorities pursuant to civil immigration detainers",
            "persons",
            "People whom ICE or its contractor took from the jail's custody in the period on a detainer. One person twice is one.",
            "Handovers without a detainer or on a request for notice alone; people released and then arrested by ICE at the jail.",
        ),
        Item(
            "4",
            "the number of persons transferred ... pursuant to civil immigration detainers who had at least one conviction for a violent "
            "or serious crime",
            "persons",
            "Not recorded: the record holds the charges of the booking, not earlier convictions, and marks no violent or serious crime.",
        ),
        Item(
            "5",
            "the number of persons transferred ... who had no convictions for a violent or serious crime and were identified as possible "
            "matches in the terrorist screening database",
            "persons",
            "Not recorded.",
        ),
        Item(
            "6",
            "the amount of state criminal alien assistance funding requested and received from the federal government",
            "dollars",
            "Not recorded.",
        ),
        Item(
            "7",
            "the number of persons for whom civil immigration detainers were not honored pursuant to subdivision b of this section",
            "persons",
            "People with a detainer received in the period on which the jail decided to decline it or only to tell ICE of the release.",
            "People on whose detainer no decision is recorded (counted beside it).",
        ),
        Item(
            "8",
            "the number of persons held pursuant to civil immigration detainers beyond the time when such persons would otherwise have "
            "been released ... who were not transferred ... either because of the expiration of the forty-eight-hour hold period ... or "
            "because federal immigration authorities disavowed an intention to assume custody",
            "persons",
            "Of item 2, those who have left otherwise and have the expiry or the disavowal on record.",
            "Those of whom the record does not say why (counted beside it), and those still in custody.",
        ),
        Item(
            "9",
            "the number of requests from federal immigration authorities concerning a person's incarceration status, release dates, court "
            "appearance dates, or any other information ... and the number of responses honoring such requests",
            "requests, responses",
            "Federal requests about a person other than for an interview, calls that ICE started, and requests for notice on a form of "
            "their own, received in the period. Honored: answered in full or in part; a request for notice, if ICE was reached.",
            "Requests about nobody in particular. Categories (i) to (iii) hang on convictions that are not recorded.",
        ),
    ),
    fill=fill,
    rule=Due(3, 1),
    counties=frozenset({"36005", "36047", "36061", "36081", "36085"}),  # the five of New York City
)
