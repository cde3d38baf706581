"""What a mapping will do to a file, in plain words, from its first rows. Nothing is written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import County
from bookings.drafts import Draft
from bookings.importing.compiling import Facts
from bookings.importing.drafting import Drafter
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.formats import STAND_IN
from bookings.importing.grouping import by_key
from bookings.importing.oddities import odd
from bookings.importing.reading import Row, Table, open_table
from bookings.importing.report import Counts
from bookings.importing.shapes import Mapping, Section, Spec, When, fold
from bookings.spans import MINUTE, Span

FIRST = 200
SAMPLES = 3
ROWS = {
    "charge": "one row a charge; the rows of a booking repeat what they say of the booking itself",
    "booking": "one row a booking",
    "fact": "one row a fact",
}
Lines = list[tuple[int, Row]]


@dataclass(slots=True)
class Looked:
    """The lines to show, and what became of the first rows."""

    lines: list[str] = field(default_factory=list)
    counts: Counts = field(default_factory=Counts)


def explain(path: Path, mapping: Mapping, county: County | None = None) -> Looked:
    """Raises `CannotRead` where the file or the mapping as a whole cannot be used, with all the entries that name no column."""
    with open_table(path, mapping.layout) as table:
        looked = Looked()
        zone = mapping.zone or (county.zone if county else None)
        clock = zone.key if zone else "the county"
        looked.lines += [table.says, f"Mapping {mapping.name}: {ROWS[mapping.rows]}. Times are read by the clock of {clock}."]
        looked.lines += _columns(mapping, table.header)
        rows = list(islice(table.rows, FIRST))
        drafter = Drafter(mapping, table.header, county)
        looked.lines += _fields(mapping, drafter, [(line, row) for line, row in rows if len(row) == len(table.header)], zone)
        _try(looked, drafter, rows, Table(table.header, iter(rows)))
        return looked


def _columns(mapping: Mapping, header: Row) -> Iterator[str]:
    missing = ((entry, [name for name in columns if name not in header]) for entry, columns in mapping.entries())
    lost = [f"{entry} ({', '.join(names)})" for entry, names in missing if names]
    unread = [name for name in header if name and name not in mapping.columns()]
    if lost and not mapping.optional:
        raise CannotRead(
            f"These entries of mapping {mapping.name} name columns that the file has not: {'; '.join(lost)}. The file's columns: "
            f"{', '.join(header)}. Mend the names, or take the entries out."
        )
    if lost:
        yield f"Left out of the file, and so left blank: {len(lost)} entries."
    yield f"Columns that are not read: {', '.join(unread) or 'none'}."


def _fields(mapping: Mapping, drafter: Drafter, rows: Lines, zone: ZoneInfo | None) -> Iterator[str]:
    """One line a field: where it stands, and what becomes of the first few values."""
    compiled = [drafter.booking, *(facts for _, _, facts in drafter.kinds)]
    for (name, section), facts in zip(_in_order(mapping, drafter), compiled, strict=True):
        telling = [(line, row) for line, row in rows if facts.tells(row)]
        often = f", told of by {len(telling)} of the first {len(rows)} rows{_when(section.when)}"
        yield f"{name}{often if name != 'booking' or section.when else ''}:"
        readers = {**dict(facts.plain), **{moment: read for moment, read, _ in facts.moments}}
        for field_name, spec in section.fields.items():
            samples = _samples(spec, readers.get(field_name), _parted(facts, telling), drafter, zone)
            yield f"  {field_name} from {_source(spec)}{': ' if samples else ''}{'; '.join(samples)}"
    for name, told, question in drafter.questions:
        answers = dict.fromkeys(f"{told(row)!r} → {_answer(name, question(row))}" for _, row in rows)
        yield f"booking.{name}: {'; '.join(islice(answers, SAMPLES))}"


def _in_order(mapping: Mapping, drafter: Drafter) -> Iterator[tuple[str, Section]]:
    yield "booking", mapping.booking
    left = {name: list(sections) for name, sections in mapping.repeated.items()}
    for _, name, _ in drafter.kinds:
        yield name, left[name].pop(0)


def _parted(facts: Facts, rows: Lines) -> Lines:
    """Cells with several facts as they are parted, as far as they can be."""
    if facts.parts is None:
        return rows
    parted: Lines = []
    for line, row in rows:
        try:
            parted += [(line, list(part)) for line, part in facts.parts(line, row)]
        except Rejected:
            continue
    return parted


def _samples(spec: Spec, read: Callable[[Row], Any] | None, rows: Lines, drafter: Drafter, zone: ZoneInfo | None) -> list[str]:
    """Values as they stand and as they are read, each once; a constant needs no sample."""
    index = {name: place for place, name in enumerate(drafter.header)}
    places = [index[name] for name in spec.columns if name in index]
    shown: dict[str, str] = {}
    for _, row in rows:
        before = spec.joint.join(text for place in places if (text := row[place].strip()))
        if before and before not in shown and len(shown) < SAMPLES:
            shown[before] = _read(read, row, zone) + _lacking(spec, before)
    return [f"{before!r}{f' → {after}' if after and after != repr(before) else ''}" for before, after in shown.items()]


def _lacking(spec: Spec, before: str) -> str:
    return " (not in the crosswalk)" if spec.crosswalk is not None and fold(before) not in spec.crosswalk else ""


def _read(read: Callable[[Row], Any] | None, row: Row, zone: ZoneInfo | None) -> str:
    if read is None:
        return ""
    try:
        value = read(row)
    except ValueError as problem:
        return f"cannot be read ({problem})"
    if value is STAND_IN:
        return "not known"
    return _moment(value, zone) if isinstance(value, Span) else repr(value) if value not in ("", None) else "blank"


def _moment(value: Span, zone: ZoneInfo | None) -> str:
    start, end = value.at.astimezone(zone), value.until.astimezone(zone)
    if value.is_exact:
        return f"{start:%Y-%m-%d %H:%M}"
    if f"{start:%H:%M}" == f"{(value.until - MINUTE).astimezone(zone):%H:%M}":
        return f"{start:%Y-%m-%d %H:%M}, which came twice that day"
    if value == Span.local_day(start.date(), zone or ZoneInfo("UTC")):
        return f"{start:%Y-%m-%d}, some time that day"
    return f"some time from {start:%Y-%m-%d %H:%M} to {end:%Y-%m-%d %H:%M}"


def _source(spec: Spec) -> str:
    columns = " and ".join(map(repr, spec.columns))
    where = f"column{'s' if len(spec.columns) > 1 else ''} {columns}" if columns else f"the constant {spec.value!r}"
    where += _when(spec.when)
    if spec.within and not columns:
        return "nothing in the file: some time within the booking"
    return f"{where}, and if blank some time within the booking" if spec.within else where


def _when(conditions: tuple[When, ...]) -> str:
    words = {(False, False): "is", (True, False): "is none of", (False, True): "has the word", (True, True): "has none of the words"}
    told = [f"{one.column} {words[one.negated, one.words]} {', '.join(map(repr, sorted(one.values)))}" for one in conditions]
    return f" (where {' and '.join(told)})" if told else ""


def _answer(name: str, values: dict[str, Any]) -> str:
    answer, country = values[f"{name}_answer"], values[f"{name}_country"]
    return f"{answer}, {country or 'no country that is sure'}" if answer == "answered" else str(answer)


def _try(looked: Looked, drafter: Drafter, rows: Lines, table: Table) -> None:
    """How the bookings of the first rows would fare, as a dry run would say it."""
    counts = looked.counts
    counts.read = len(rows)
    strange: dict[str, int] = {}
    to_check: dict[str, list[int]] = {}
    for number, group in by_key(table.rows, drafter.key):
        try:
            draft: Draft = drafter.draft(number, group)
        except Rejected as problem:
            counts.rejected += len(group)
            looked.lines.append(f"Would be rejected, line {problem.line}: {problem.says}")
            continue
        counts.bookings += 1
        sentences = odd(draft)
        counts.tocheck += bool(sentences)
        for sentence in sentences:
            to_check.setdefault(sentence, []).append(draft.line)
        strange |= {name: strange.get(name, 0) + 1 for name in draft.strange}
    looked.lines += [f"To check (kept as it is), {len(lines)} times, first on line {lines[0]}: {says}" for says, lines in to_check.items()]
    if strange:
        looked.lines.append(f"Countries not recognised: {', '.join(f'{name!r} ({count})' for name, count in strange.items())}.")
    looked.lines.append(
        f"Of the first {counts.read} rows, {counts.read - counts.rejected} would be read, as {counts.bookings} bookings; "
        f"{counts.rejected} would be rejected."
    )
