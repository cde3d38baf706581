"""Minnesota: notices to immigration officers under Minn. Stat. 631.50, beside those that no law asked for."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from reports.forms.declared import Cell, Form, Item, Sheet
from reports.forms.record import Case, Notice, Record

BASIS = "mn-631.50"
VOLUNTARY = frozenset({"", "none", "county-policy"})
WAYS = (("telling", "telling of a release"), ("call", "call by the jail"))
HEADER = ("Basis", "What is counted", *(words for _, words in WAYS), "all")

Row = tuple[Cell, ...]


def fill(record: Record) -> tuple[Sheet, ...]:
    return by_basis(record), by_name(record)


def notices(record: Record) -> list[tuple[Case, Notice]]:
    found = [(case, one) for case in record.cases for one in case.notices if record.holds(one.when)]
    return sorted(found, key=lambda pair: pair[1].when.at)


def by_basis(record: Record) -> Sheet:
    """Under the statute, with and without the felony conviction that it asks for; voluntary; on another law or paper."""
    found = notices(record)
    under = [pair for pair in found if pair[1].basis == BASIS]
    proven = [pair for pair in under if pair[0].convicted_of_felony(pair[1].when)]
    unproven = [pair for pair in under if pair not in proven]
    voluntary = [pair for pair in found if pair[1].basis in VOLUNTARY]
    other = [pair for pair in found if pair[1].basis not in VOLUNTARY | {BASIS}]
    rows = (
        row("631.50", "notices on the basis of section 631.50", under),
        row("631.50", "of these, a felony conviction of that booking was on record before the notice", proven),
        row("631.50", "of these, none was on record", unproven),
        row("voluntary", "notices on the county's own policy, or with no legal basis named", voluntary),
        row("other", "notices on another law, a judicial warrant or a written agreement", other),
        row("all", "all notices to ICE", found),
    )
    return Sheet("Notices to immigration officers", HEADER, rows, warning(record))


def row(basis: str, words: str, found: list[tuple[Case, Notice]]) -> Row:
    ways = Counter(one.way for _, one in found)
    return basis, words, *(ways[way] for way, _ in WAYS), len(found)


def by_name(record: Record) -> Sheet:
    """Each basis as staff named it."""
    named: dict[tuple[str, str], list[tuple[Case, Notice]]] = {}
    for pair in notices(record):
        named.setdefault((pair[1].basis, pair[1].basis_label), []).append(pair)
    return Sheet("Each legal basis as it was named", HEADER, tuple(_named(named)))


def _named(named: dict[tuple[str, str], list[tuple[Case, Notice]]]) -> Iterator[Row]:
    for (code, label), found in sorted(named.items()):
        yield row(code or "no basis named", label, found)


def warning(record: Record) -> str:
    if record.gaps:
        return f"Nothing at all is on record for {', '.join(map(str, record.gaps))}: the numbers are of the other months."
    return "" if record.is_whole else "The period is not over: the numbers are of what is on record so far."


FORM = Form(
    code="mn-631-50",
    title="Minnesota: notices to immigration officers, by whether a law asked for them",
    law="Minnesota Statutes 631.50",
    state="MN",
    filed_with="nobody: the section asks for single notices, and for no report",
    due="whenever the county board asks",
    usual="year",
    checked_on=date(2026, 11, 24),
    items=(
        Item(
            "631.50",
            "When a person who is convicted of a felony or is found to be a person who is mentally ill is committed to ... the county "
            "jail ..., the ... sheriff ... shall at once inquire into the nationality of the person. If it appears that the person is an "
            "alien, the officer shall immediately notify the United States immigration officer ... of (1) the date of and the reasons "
            "for the alien's commitment, (2) the length of time for which committed, (3) the country of which the alien is a citizen, "
            "and (4) the date on which and the port at which the alien last entered the United States.",
            "notices",
            "Tellings of a release to ICE (by their first attempt) and calls that the jail started and in which it told something, on the "
            "basis of this section. A felony conviction counts only if it was certain before the notice, in that booking.",
            "What the four items said in each notice, and commitments of people found to be mentally ill: neither is recorded. Calls that "
            "ICE started. Bookings held for ICE under contract.",
        ),
        Item(
            "voluntary",
            "(no words of the section: it asks for no notice before a felony conviction)",
            "notices",
            "Notices on the county's own policy, with “no legal basis named”, or with none recorded.",
        ),
    ),
    fill=fill,
)
