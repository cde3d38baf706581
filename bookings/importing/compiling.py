"""The sections of a mapping, compiled for the header of one file: what each fact is read from."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Model

from bookings.actions.bulk import NAMES
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.impossible import MODELS
from bookings.importing.mapping import SECTIONS
from bookings.importing.shapes import Answered, Mapping, Section, Spec, fold
from bookings.importing.values import Compiler, Read, Row
from bookings.models import Answer, Booking, Facility
from bookings.models.moments import moments_in
from bookings.spans import Span

Question = Callable[[Row], dict[str, Any]]
FACILITY = {"facility": "code", "facility_name": "name"}
EXTRA: dict[str, set[str]] = {"booking": {"number", "person", "born"}, "stay": set(FACILITY)}
REFUSED = {
    *("id", "county", "booking", "batch", "recorded_by", "recorded", "version", "source", "entered_in_error", "error_reason"),
    *("public_id", "number_hash", "number_sealed", "import_digest", "to_check", "person_key", "place", "supersedes"),
    *("duplicate_of", "duplicate_reason"),
    *("birth_answer", "birth_country", "birth_text", "citizen_answer", "citizen_country", "citizen_text"),
}
# What has a name of its own there: a place is a charge's number, and where a handover was.
PLACES = {"handover": {"place"}}


@dataclass(slots=True)
class Facts:
    """The readers of one fact: its plain values, its moments (and whether one left blank is some time within the booking),
    the other facts that it names, and its condition. `places` are the columns that it reads."""

    called: str
    tells: Callable[[Row], bool]
    every_row: bool
    places: frozenset[int] = frozenset()
    plain: list[tuple[str, Read]] = field(default_factory=list)
    moments: list[tuple[str, Callable[[Row], Span | None] | None, bool]] = field(default_factory=list)
    relations: list[tuple[str, str, Callable[[Row], str] | None, bool]] = field(default_factory=list)
    label: Callable[[Row], str] | None = None
    parts: Callable[[int, Row], Iterator[tuple[int, Row]]] | None = None


class Compiling:
    """Says which entry of the mapping cannot be read, and why."""

    def __init__(self, mapping: Mapping, header: Sequence[str], zone: ZoneInfo) -> None:
        self.mapping = mapping
        self.compiler = Compiler(header, zone, mapping.formats, mapping.stand_ins)

    def facts(self, kind: str, section: Section) -> Facts:
        facts = Facts(kind.replace("_", " "), self.compiler.when(section.when), section.every_row)
        for name in NEEDED.get(kind, ()):
            if name not in section.fields:
                raise CannotRead(f"Mapping {self.mapping.name}, {kind}.{name}: every {kind} needs it.")
        for name, spec in section.fields.items():
            try:
                self._field(facts, kind, name, spec)
            except ValueError as problem:
                raise CannotRead(f"Mapping {self.mapping.name}, {kind}.{name}: {problem}") from None
        self._relations(facts, kind, section)
        facts.label = self.compiler.text(section.label) if section.label else None
        facts.places = frozenset(self._places(section.columns(), kind))
        facts.parts = self._parted(section) if section.split else None
        return facts

    def _field(self, facts: Facts, kind: str, name: str, spec: Spec) -> None:
        model, offered = MODELS[kind], offered_of(kind)
        if (kind == "booking" and name == "number") or name in RELATIONS[kind]:
            return
        if name in offered and name in moments_in(model):
            read = self.compiler.moment(spec) if spec.columns or spec.value is not None else None
            facts.moments.append((name, read, spec.within))
        elif name not in offered or spec.within:
            raise ValueError(_not_known(name, spec, offered))
        elif name in ("person", "born"):
            facts.plain.append((name, self.compiler.text(spec) if name == "person" else self.compiler.moment(spec)))
        elif name in EXTRA.get(kind, ()):
            facts.plain.append((name, self.compiler.field(Facility, FACILITY[name], spec)))
        else:
            facts.plain.append((name, self.compiler.field(model, name, spec)))

    def _relations(self, facts: Facts, kind: str, section: Section) -> None:
        for name, other in RELATIONS[kind].items():
            needed = not MODELS[kind]._meta.get_field(name).null
            if name in section.fields or needed:
                read = self.compiler.text(section.fields[name]) if name in section.fields else None
                facts.relations.append((name, other, read, needed))

    def _places(self, columns: Iterator[str], kind: str) -> Iterator[int]:
        always = [self.mapping.booking.fields["number"].columns[0]]
        asked = [column for asked in self.mapping.questions.values() for column in asked.columns()] if kind == "booking" else []
        index = self.compiler.index
        return (index[name] for name in (*columns, *always, *asked) if name in index)

    def _parted(self, section: Section) -> Callable[[int, Row], Iterator[tuple[int, Row]]]:
        """Cells that hold several facts: their first parts are one fact, their second parts the next. A cell with one part is of all."""
        columns = {name for spec in section.fields.values() for name in spec.columns}
        places = sorted(self.compiler.index[name] for name in columns if name in self.compiler.index)
        mark = section.split

        def parts(line: int, row: Row) -> Iterator[tuple[int, Row]]:
            cells = {place: [part.strip() for part in row[place].strip().strip(mark).split(mark)] for place in places}
            counts = {len(found) for found in cells.values()} - {1}
            if len(counts) > 1:
                raise Rejected(line, f"cells that hold several facts hold {' and '.join(map(str, sorted(counts)))} of them.")
            for turn in range(max(counts, default=1)):
                found = {place: parted[turn if len(parted) > 1 else 0] for place, parted in cells.items()}
                yield line, [found.get(place, cell) for place, cell in enumerate(row)]

        return parts

    def questions(self) -> list[tuple[str, Callable[[Row], str], Question]]:
        return [
            (name, self.compiler.text(_bare(asked.decides)), self._question(name, asked)) for name, asked in self.mapping.questions.items()
        ]

    def _question(self, name: str, asked: Answered) -> Question:
        """Birthplace or citizenship: what was answered, the country if that is sure, and the text as written."""
        text = self.compiler.field(Booking, f"{name}_text", _bare(asked.written))
        told = self.compiler.text(_bare(asked.decides))
        country = self.compiler.country(asked.decides, birthplace=asked.country is None)
        words = asked.words

        def answer(row: Row) -> dict[str, Any]:
            said = fold(told(row))
            kind = words.get(said, Answer.ANSWERED if said else Answer.UNKNOWN)
            found = country(row) if kind == Answer.ANSWERED else ""
            return {f"{name}_answer": str(kind), f"{name}_country": found, f"{name}_text": text(row)}

        return answer

    def repeating(self) -> Callable[[Row], Any] | None:
        """The columns that tell of the booking itself: with one row a charge they must be the same in every row of it."""
        if self.mapping.rows != "charge":
            return None
        shared = set(self.mapping.booking.columns())
        shared |= {name for asked in self.mapping.questions.values() for name in asked.columns()}
        return itemgetter(*(self.compiler.index[name] for name in sorted(shared)))


def _bare(spec: Spec) -> Spec:
    """A column as it is written, without its crosswalk."""
    return Spec(columns=spec.columns, value=spec.value, joint=spec.joint)


def _not_known(name: str, spec: Spec, offered: set[str]) -> str:
    if spec.within and name in offered:
        return "only a time can be within the booking."
    return f"it is not known here. Known: {', '.join(sorted(offered))}."


def offered_of(kind: str) -> set[str]:
    """The fields that a mapping may fill, a moment by its own name."""
    names = [column.name for column in MODELS[kind]._meta.concrete_fields]
    plain = {name.removesuffix("_at") for name in names if not name.endswith("_until")}
    return (plain | EXTRA.get(kind, set())) - (REFUSED - PLACES.get(kind, set()))


def _relations_of(kind: str) -> dict[str, str]:
    named = dict(NAMES[SECTIONS[kind]]) if kind in SECTIONS else {}
    return {name: other for name, other in named.items() if name not in REFUSED}


def _needed_of(kind: str, model: type[Model]) -> tuple[str, ...]:
    """What the table demands and nobody else gives."""
    columns = [column for column in model._meta.concrete_fields if not (column.null or column.blank or column.has_default())]
    names = (column.name.removesuffix("_at") for column in columns if not column.name.endswith("_until"))
    return tuple(name for name in names if name in offered_of(kind) and name not in RELATIONS[kind])


RELATIONS = {kind: _relations_of(kind) for kind in MODELS}
NEEDED = {kind: _needed_of(kind, model) for kind, model in MODELS.items() if kind != "booking"}
