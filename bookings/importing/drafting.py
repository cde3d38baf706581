"""From the rows of one booking to a `Draft`: compiled once for a mapping and a header."""

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import Any

from bookings.drafts import Draft, Values
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.impossible import MODELS, check, check_counts
from bookings.importing.mapping import Answered, Mapping, Section, Spec, fold
from bookings.importing.values import Compiler, Read, Row
from bookings.models import Answer, Booking, Facility, ReleaseKind
from bookings.models.moments import moments_in, put
from bookings.spans import Span

FACILITY = {"facility": "code", "facility_name": "name"}
EXTRA: dict[str, set[str]] = {"booking": {"number"}, "stay": set(FACILITY)}
NEEDED = {"stay": ("facility", "began"), "charge": ("description",), "detainer": ("received",), "handover": ("handed",)}
PLURAL = {"stay": "stays", "charge": "charges", "detainer": "detainers", "handover": "handovers"}
REFUSED = {
    *("id", "county", "booking", "batch", "recorded_by", "recorded", "version", "source", "entered_in_error", "error_reason"),
    *("public_id", "number_hash", "number_sealed", "import_digest", "person_key", "place", "supersedes", "detainer"),
    *("duplicate_of", "duplicate_reason"),
    *("birth_answer", "birth_country", "birth_text", "citizen_answer", "citizen_country", "citizen_text"),
}


class Drafter:
    """Reads the rows of one booking. Raises `Rejected` with the line and a sentence."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        missing = sorted(mapping.columns() - set(header))
        if missing:
            raise CannotRead(
                f"The file lacks the column {missing[0]!r} that mapping {mapping.name} reads. Its header: {', '.join(header)}."
            )
        self.name, self.width = mapping.name, len(header)
        self.compiler = Compiler(header, mapping.zone, mapping.formats)
        self.number = self.compiler.index[mapping.booking.fields["number"].column]
        self.booking = self._facts("booking", mapping.booking)
        self.questions = [
            (name, self.compiler.text(_bare(asked.decides)), self._question(name, asked)) for name, asked in mapping.questions.items()
        ]
        self.charge = self._facts("charge", mapping.charge) if mapping.charge else None
        self.repeated = [(kind, self._facts(kind, section)) for kind, many in mapping.repeated.items() for section in many]
        self.same = self._repeating(mapping) if mapping.rows == "charge" else None

    def key(self, row: Row) -> str:
        """A row with too few or too many fields goes with the booking it seems to be of, which must not be recorded without it."""
        return row[self.number].strip() if len(row) > self.number else ""

    def draft(self, number: str, rows: list[tuple[int, Row]]) -> Draft:
        line, first = rows[0]
        self._check_rows(number, rows)
        booking = self._read(self.booking, line, first, None)
        if booking is None or booking["booked_at"] is None:
            raise Rejected(line, "the booking has no time.")
        strange = self._ask(booking, line, first)
        _settle_release(booking)
        check("booking", line, booking)
        draft = Draft(number, line, booking, strange=strange)
        within = Span(booking["booked_at"], booking["released_until"] or booking["booked_until"])
        for kind, facts in self.repeated:
            getattr(draft, PLURAL[kind]).extend(self._repeated(kind, facts, rows, within))
        draft.charges = self._charges(rows)
        check_counts(line, draft.charges, draft.handovers)
        return draft

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

    def _repeated(self, kind: str, facts: "Facts", rows: list[tuple[int, Row]], within: Span) -> Iterator[Values]:
        """A fact of the booking is read from the first row that tells of it; with per = "row", from every such row."""
        for line, row in rows:
            if (values := self._read(facts, line, row, within)) is not None:
                yield self._checked(kind, line, values)
                if not facts.every_row:
                    return

    def _charges(self, rows: list[tuple[int, Row]]) -> list[Values]:
        charges: list[Values] = []
        for line, row in rows if self.charge else []:
            values = self._read(self.charge, line, row, None)
            if values is not None:
                values["place"] = len(charges) + 1
                charges.append(self._checked("charge", line, values))
        return charges

    def _check_rows(self, number: str, rows: list[tuple[int, Row]]) -> None:
        for line, row in rows:
            if len(row) != self.width:
                raise Rejected(line, f"the row has {len(row)} fields, the header {self.width}.")
        if not number:
            raise Rejected(rows[0][0], "the booking has no number.")
        if self.same is None and len(rows) > 1:
            raise Rejected(rows[1][0], f"the same booking stands on line {rows[0][0]} already, but the mapping says one row a booking.")
        if self.same is not None:
            expected = self.same(rows[0][1])
            for line, row in rows[1:]:
                if self.same(row) != expected:
                    raise Rejected(line, f"this row tells something else of the booking than line {rows[0][0]} does.")

    def _checked(self, kind: str, line: int, values: Values) -> Values:
        for name in NEEDED[kind]:
            if not (values.get(name) or values.get(f"{name}_at")):
                raise Rejected(line, f"the {kind} has no {name.replace('_', ' ')}.")
        check(kind, line, values)
        return values

    def _read(self, facts: "Facts | None", line: int, row: Row, within: Span | None) -> Values | None:
        if facts is None or not facts.tells(row):
            return None
        values: Values = {}
        try:
            for name, read in facts.plain:
                values[name] = read(row)
            for name, moment in facts.moments:
                put(values, name, within if moment is None else moment(row))
        except ValueError as problem:
            raise Rejected(line, f"{name.replace('_', ' ')}: {problem}") from None
        return values

    def _facts(self, kind: str, section: Section) -> "Facts":
        model, facts = MODELS[kind], Facts(self.compiler.when(section.when), section.every_row)
        offered, moments = _offered(kind), moments_in(model)
        for name in NEEDED.get(kind, ()):
            if name not in section.fields:
                raise CannotRead(f"Mapping {self.name}, {kind}.{name}: every {kind} needs it.")
        for name, spec in section.fields.items():
            try:
                if kind == "booking" and name == "number":
                    continue
                if name in offered and name in moments:
                    facts.moments.append((name, None if spec.within else self.compiler.moment(spec)))
                elif name not in offered or spec.within:
                    raise ValueError(_not_known(name, spec, offered))
                elif name in EXTRA.get(kind, ()):
                    facts.plain.append((name, self.compiler.field(Facility, FACILITY[name], spec)))
                else:
                    facts.plain.append((name, self.compiler.field(model, name, spec)))
            except ValueError as problem:
                raise CannotRead(f"Mapping {self.name}, {kind}.{name}: {problem}") from None
        return facts

    def _question(self, name: str, asked: Answered) -> Callable[[Row], Values]:
        """Birthplace or citizenship: what was answered, the country if that is sure, and the text as written."""
        text = self.compiler.field(Booking, f"{name}_text", _bare(asked.written))
        told = self.compiler.text(_bare(asked.decides))
        country = self.compiler.country(asked.decides, birthplace=asked.country is None)
        words = asked.words

        def answer(row: Row) -> Values:
            said = fold(told(row))
            kind = words.get(said, Answer.ANSWERED if said else Answer.UNKNOWN)
            found = country(row) if kind == Answer.ANSWERED else ""
            return {f"{name}_answer": str(kind), f"{name}_country": found, f"{name}_text": text(row)}

        return answer

    def _repeating(self, mapping: Mapping) -> Callable[[Row], Any]:
        """The columns that tell of the booking itself: they must be the same in every row of it."""
        specs = mapping.booking.fields.values()
        shared = {spec.column for spec in specs} | {spec.when.column for spec in specs if spec.when}
        shared |= {spec.column for asked in mapping.questions.values() for spec in (asked.text, asked.country) if spec}
        places = [self.compiler.index[name] for name in sorted(shared - {""})]
        return itemgetter(*places)


class Facts:
    """The readers of one fact: its plain values, its moments (None: some time within the booking), and its condition."""

    def __init__(self, tells: Callable[[Row], bool], every_row: bool) -> None:
        self.tells = tells
        self.every_row = every_row
        self.plain: list[tuple[str, Read]] = []
        self.moments: list[tuple[str, Callable[[Row], Span | None] | None]] = []


def _settle_release(booking: Values) -> None:
    """A release has a kind, if only "unknown"; a person still in custody has none, whatever the column says."""
    if booking.get("released_at") is None:
        put(booking, "released", None)
        booking["release_kind"] = booking["release_reason"] = ""
    elif not booking.get("release_kind"):
        booking["release_kind"] = str(ReleaseKind.UNKNOWN)


def _bare(spec: Spec) -> Spec:
    """A column as it is written, without its crosswalk."""
    return Spec(column=spec.column, value=spec.value)


def _not_known(name: str, spec: Spec, offered: set[str]) -> str:
    if spec.within and name in offered:
        return "only a time can be within the booking."
    return f"it is not known here. Known: {', '.join(sorted(offered))}."


def _offered(kind: str) -> set[str]:
    """The fields that a mapping may fill, a moment by its own name."""
    names = [field.name for field in MODELS[kind]._meta.concrete_fields]
    plain = {name.removesuffix("_at") for name in names if not name.endswith("_until")}
    return (plain | EXTRA.get(kind, set())) - REFUSED
