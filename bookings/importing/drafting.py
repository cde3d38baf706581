"""From the rows of one booking to a `Draft`: compiled once for a mapping and a header."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.matching import keyed_hash
from accounts.models import County
from bookings.actions.bulk import ORDER
from bookings.drafts import Draft, Values
from bookings.importing.compiling import NEEDED, Compiling, Facts
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.formats import STAND_IN
from bookings.importing.impossible import check, check_counts
from bookings.importing.mapping import SECTIONS
from bookings.importing.shapes import Mapping
from bookings.importing.values import Row
from bookings.models import Answer, ReleaseKind
from bookings.models.moments import put
from bookings.spans import MINUTE, Span

# What is planned lies ahead by its nature.
AHEAD = frozenset({"planned", "court"})
Rows = list[tuple[int, Row]]
Labels = dict[tuple[str, str], int]


class Drafter:
    """Reads the rows of one booking. Raises `Rejected` with the line and a sentence.

    `county` gives the zone where the mapping leaves it to the county; `until` is when the file can last have been true.
    """

    def __init__(self, mapping: Mapping, header: Sequence[str], county: County | None = None, until: datetime | None = None) -> None:
        _check_header(mapping, header)
        zone = mapping.zone or (county.zone if county else None)
        if zone is None:
            raise CannotRead(f"Mapping {mapping.name}, timezone: it is the county's, and no county is named.")
        self.now, self.zone = timezone.now(), zone
        self.until = min(until or self.now, self.now) + MINUTE
        self.fips = county.fips if county else ""
        self._compile(mapping, header, zone)

    def _compile(self, mapping: Mapping, header: Sequence[str], zone: ZoneInfo) -> None:
        compiling = Compiling(mapping, header, zone)
        self.rows, self.width = mapping.rows, len(header)
        self.number = compiling.compiler.index[mapping.booking.fields["number"].columns[0]]
        self.booking = compiling.facts("booking", mapping.booking)
        self.questions = compiling.questions()
        self.kinds = [
            (kind, name, compiling.facts(name, section))
            for kind in ORDER
            for name, sections in mapping.repeated.items()
            if SECTIONS[name] == kind
            for section in sections
        ]
        self.same = compiling.repeating()
        self.header = header

    def key(self, row: Row) -> str:
        """A row with too few or too many fields goes with the booking it seems to be of, which must not be recorded without it."""
        return row[self.number].strip() if len(row) > self.number else ""

    def draft(self, number: str, rows: Rows) -> Draft:
        self._check_rows(number, rows)
        line, first = self._told_by(rows)
        odd: list[str] = []
        booking = self._read(self.booking, line, first, None, odd)
        if booking["booked_at"] is None:
            raise Rejected(line, f"the booking has no time{': a date such as 1900-01-01 stands for none' if odd else ''}.")
        strange = self._ask(booking, line, first)
        self._settle(booking, line)
        check("booking", line, booking)
        draft = Draft(number, line, booking, strange=strange, odd=odd)
        self._add_facts(draft, rows)
        check_counts(draft)
        return draft

    def _settle(self, booking: Values, line: int) -> None:
        """A release has a kind, if only "unknown"; a person still in custody has none, whatever the column says."""
        if booking.get("released_at") is None:
            put(booking, "released", None)
            booking["release_kind"] = booking["release_reason"] = ""
        elif not booking.get("release_kind"):
            booking["release_kind"] = str(ReleaseKind.UNKNOWN)
        if person := booking.pop("person", ""):
            booking["person_key"] = keyed_hash("person", self.fips, person)
        if "born" in booking:
            booking["age"] = self._age(booking.pop("born"), booking, line) or booking.get("age")

    def _age(self, born: Span | None, booking: Values, line: int) -> int | None:
        """Whole years on the day of the booking. The date of birth itself is not kept."""
        if born is None or born is STAND_IN:
            return None
        birth, day = born.at.astimezone(self.zone).date(), booking["booked_at"].astimezone(self.zone).date()
        if birth > day:
            raise Rejected(line, "born: the person was born after the booking.")
        return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))

    def _ask(self, booking: Values, line: int, row: Row) -> list[str]:
        """Fill in the answers; what was answered but is the name of no country that is known is given back."""
        strange = []
        for name, told, question in self.questions:
            try:
                booking |= question(row)
            except ValueError as problem:
                raise Rejected(line, f"{name}: {problem}") from None
            if booking[f"{name}_answer"] == Answer.ANSWERED and not booking[f"{name}_country"]:
                strange.append(told(row))
        return strange

    def _add_facts(self, draft: Draft, rows: Rows) -> None:
        booking = draft.booking
        within = Span(booking["booked_at"], booking["released_until"] or max(self.until, booking["booked_until"]))
        own = {"stays": draft.stays, "charges": draft.charges, "detainers": draft.detainers, "handovers": draft.handovers}
        labels: Labels = {}
        for kind, name, facts in self.kinds:
            there = own[kind] if kind in own else draft.more.get(kind, [])
            for line, row in self._telling(facts, rows):
                values = self._fact(name, facts, line, row, within, draft.odd)
                self._name_others(name, facts, line, row, values, labels, draft)
                if name == "charge":
                    values["place"] = len(there) + 1
                check(name, line, values)
                if facts.label and (label := facts.label(row)):
                    self._label(labels, kind, label, len(there), name, line)
                there.append(values)
            if there and kind not in own:
                draft.more[kind] = there

    def _telling(self, facts: Facts, rows: Rows) -> Iterator[tuple[int, Row]]:
        """The rows that tell of such a fact: the first of them, or with per = "row" all; a cell with several facts parted."""
        for line, row in rows:
            if facts.tells(row):
                yield from facts.parts(line, row) if facts.parts else ((line, row),)
                if not facts.every_row:
                    return

    def _fact(self, name: str, facts: Facts, line: int, row: Row, within: Span, odd: list[str]) -> Values:
        values = self._read(facts, line, row, within, odd)
        for needed in NEEDED[name]:
            if not (values.get(needed) or values.get(f"{needed}_at")):
                raise Rejected(line, f"the {_said(name)} has no {needed.replace('_', ' ')}.")
        return values

    def _name_others(self, name: str, facts: Facts, line: int, row: Row, values: Values, labels: Labels, draft: Draft) -> None:
        """A fact names another of its booking by the name that the file gives it; an offense, the only handover."""
        for relation, kind, read, needed in facts.relations:
            label = read(row) if read else ""
            if label and (kind, label) in labels:
                values[relation] = labels[kind, label]
            elif label:
                raise Rejected(line, f"the {_said(name)} names {label!r}, but no {relation} of this booking has that name.")
            elif needed and not draft.facts(kind):
                raise Rejected(line, f"the {_said(name)} has no {relation}.")
            elif needed:
                values[relation] = 0

    def _label(self, labels: Labels, kind: str, label: str, place: int, name: str, line: int) -> None:
        if (kind, label) in labels:
            raise Rejected(line, f"two facts of this booking have the name {label!r}: the {_said(name)} and one above it.")
        labels[kind, label] = place

    def _told_by(self, rows: Rows) -> tuple[int, Row]:
        """The row that tells of the booking itself."""
        if self.rows != "fact":
            return rows[0]
        telling = [(line, row) for line, row in rows if self.booking.tells(row)]
        if not telling:
            raise Rejected(rows[0][0], "no row of the file tells of this booking itself.")
        if len(telling) > 1:
            raise Rejected(telling[1][0], f"line {telling[0][0]} tells of this booking itself already.")
        return telling[0]

    def _check_rows(self, number: str, rows: Rows) -> None:
        for line, row in rows:
            if len(row) != self.width:
                raise Rejected(line, f"the row has {len(row)} fields, the header {self.width}.")
        if not number:
            raise Rejected(rows[0][0], "the booking has no number.")
        if self.rows == "booking" and len(rows) > 1:
            raise Rejected(rows[1][0], f"the same booking stands on line {rows[0][0]} already, but the mapping says one row a booking.")
        if self.same is not None and len(rows) > 1:
            expected = self.same(rows[0][1])
            for line, row in rows[1:]:
                if self.same(row) != expected:
                    raise Rejected(line, f"this row tells something else of the booking than line {rows[0][0]} does.")
        if self.rows == "fact":
            for line, row in rows:
                self._check_fact(line, row)

    def _check_fact(self, line: int, row: Row) -> None:
        """A row of one fact is read whole or not at all: no cell of it gets lost."""
        telling = [facts for facts in (self.booking, *(facts for _, _, facts in self.kinds)) if facts.tells(row)]
        if not telling:
            raise Rejected(line, "the mapping does not know what this row tells of.")
        read = frozenset().union(*(facts.places for facts in telling))
        lost = [self.header[place] for place, cell in enumerate(row) if place not in read and cell.strip()]
        if lost:
            raise Rejected(line, f"this kind of row has no {lost[0]}: clear that cell, or move it to the row where it belongs.")

    def _read(self, facts: Facts, line: int, row: Row, within: Span | None, odd: list[str]) -> Values:
        values: Values = {}
        unwritten: list[str] = []
        try:
            for name, read in facts.plain:
                values[name] = read(row)
            for name, moment, somewhere in facts.moments:
                span = moment(row) if moment else None
                if span is STAND_IN:
                    odd.append(f"{facts.called} {name}: a date such as 1900-01-01 or 9999-12-31 was read as not known.")
                    span = None
                if span is None and somewhere:
                    span = within
                    unwritten.append(name)
                elif span is not None and span.at > self.now and name not in AHEAD:
                    odd.append(f"{facts.called} {name}: this time lies in the future.")
                put(values, name, span)
        except ValueError as problem:
            raise Rejected(line, f"{name.replace('_', ' ')}: {problem}") from None
        if unwritten:
            values["within"] = unwritten
        return values


def _check_header(mapping: Mapping, header: Sequence[str]) -> None:
    missing = sorted(mapping.needed() - set(header))
    if missing:
        raise CannotRead(f"The file lacks the column {missing[0]!r} that mapping {mapping.name} reads. Its header: {', '.join(header)}.")
    strange = [name for name in header if name not in mapping.columns()] if mapping.optional else []
    if strange:
        raise CannotRead(
            f"Mapping {mapping.name} does not know the column {strange[0]!r}. It knows: {', '.join(sorted(mapping.columns()))}."
        )


def _said(name: str) -> str:
    return name.replace("_", " ").replace("ice ", "ICE ")
