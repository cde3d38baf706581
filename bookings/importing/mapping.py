"""A mapping: a TOML file that says where each fact of a booking stands in a jail's export. Read and checked here.

A *field* is a column's name, or a table with one of `column`, `columns`, `value`, `within`, and any of:
`crosswalk` (a table of [crosswalk.*], or several, tried in order; `builtin` has some more), `other` (what a value not in the
crosswalk becomes), `formats`, `join`, `when`.
"""

import tomllib
from collections.abc import Mapping as Table
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bookings.countries import codes
from bookings.importing.builtin import crosswalks, zone_named
from bookings.importing.errors import CannotRead
from bookings.importing.formats import clash, holds_a_date
from bookings.importing.shapes import Answered, Mapping, Section, Spec, When, fold
from bookings.kinds import KINDS
from bookings.models.batch import Letters

__all__ = ["SHIPPED", "Answered", "Mapping", "Parser", "Section", "Spec", "When", "fold", "load"]
SHIPPED = Path(__file__).resolve().parent.parent / "mappings"
# A section is called by the kind of fact it tells of: [ice_call] for "ice-calls". Other apps add kinds that no jail's file tells of.
OWN = {kind for kind, model in KINDS.items() if model._meta.app_label == "bookings"}
SECTIONS = {kind.replace("-", "_").removesuffix("s"): kind for kind in KINDS if kind in OWN}
LAYOUT = {"title", "rows", "timezone", "delimiter", "encoding", "sheet", "optional", "formats", "unknown_dates", "county"}
TOP = LAYOUT | {"booking", "crosswalk"} | set(SECTIONS)
SPEC = {"column", "columns", "join", "value", "within", "crosswalk", "other", "formats", "when"}
OF_SECTION = {"when", "per", "name", "split"}
# A booking is told once, a charge by every row.
NOT_OF = {"booking": {"per", "name", "split"}, "charge": {"per"}}
WORDS = ("unknown", "declined", "not_asked")
QUESTIONS: tuple[str, ...] = ("birth", "citizen")
ROWS = ("charge", "booking", "fact")


def load(name_or_path: str, *, encoding: str | None = None) -> Mapping:
    """A shipped mapping by its name, or any mapping by its path; `encoding` is what a person confirmed."""
    path = Path(name_or_path)
    if not name_or_path.endswith(".toml"):
        path = SHIPPED / f"{name_or_path}.toml"
        if not path.is_file():
            shipped = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
            raise CannotRead(f"There is no mapping {name_or_path!r}. Shipped: {shipped}; or give the path of a .toml file.")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as problem:
        raise CannotRead(f"The mapping {path} cannot be read: {getattr(problem, 'strerror', '') or 'it is not UTF-8 text'}.") from None
    except tomllib.TOMLDecodeError as problem:
        raise CannotRead(f"The mapping {path} is not valid TOML: {problem}.") from None
    return Parser(path.stem, content | ({"encoding": encoding} if encoding else {})).mapping()


class Parser:
    """Turns the TOML tables into a `Mapping`, or says which entry is wrong."""

    def __init__(self, name: str, content: dict[str, Any]) -> None:
        self.name = name
        self.content = content
        self.crosswalks: Any = content.get("crosswalk", {})

    def mapping(self) -> Mapping:
        self.only(self.content, TOP, "the mapping")
        rows = self.content.get("rows", "charge")
        if not isinstance(rows, str) or rows not in ROWS:
            raise self.wrong(
                "rows", 'write "charge" (one row a charge), "booking" (one row a booking) or "fact" (one row a fact of any kind)'
            )
        if not isinstance(self.crosswalks, dict):
            raise self.wrong("crosswalk", "write tables such as [crosswalk.sex]")
        booking = dict(self.table(self.content, "booking", "the mapping"))
        questions: dict[str, Answered] = {name: self.question(name, booking.pop(name)) for name in QUESTIONS if name in booking}
        self.check_booking(booking, rows)
        return Mapping(
            name=self.name,
            title=str(self.content.get("title", self.name)),
            rows=rows,
            zone=self.zone(),
            delimiter=self.delimiter(),
            encoding=self.encoding(),
            sheet=self.word("sheet"),
            optional=self.yes_or_no("optional"),
            formats=self.formats(self.content, "formats"),
            stand_ins=frozenset(map(fold, self.texts("unknown_dates", self.content.get("unknown_dates", [])))),
            county=self.county(),
            booking=self.section("booking", booking, rows),
            questions=questions,
            repeated={name: self.sections(name, rows) for name in SECTIONS if name in self.content},
        )

    def check_booking(self, booking: Table[str, Any], rows: str) -> None:
        for needed in ("number", "booked"):
            if needed not in booking:
                raise self.wrong(f"booking.{needed}", "every mapping needs it")
        if not isinstance(booking["number"], str):
            raise self.wrong("booking.number", "write the name of its column in quotes")
        if (rows == "fact") is not ("when" in booking):
            says = 'with rows = "fact" it says which row tells of the booking itself' if rows == "fact" else "it is not known of a booking"
            raise self.wrong("booking.when", says)

    def wrong(self, entry: str, says: str) -> CannotRead:
        return CannotRead(f"Mapping {self.name}, {entry}: {says}.")

    def only(self, table: Table[str, Any], allowed: set[str], where: str) -> None:
        unknown = sorted(set(table) - allowed)
        if unknown:
            raise self.wrong(where, f"{unknown[0]!r} is not known here. Known: {', '.join(sorted(allowed))}")

    def table(self, parent: Table[str, Any], key: str, where: str) -> dict[str, Any]:
        value = parent.get(key)
        if not isinstance(value, dict):
            raise self.wrong(where, f"the table [{key}] is missing")
        return value

    def county(self) -> dict[str, str]:
        content = self.content.get("county", {})
        if not isinstance(content, dict):
            raise self.wrong("county", "write a table [county] with fips, name, state")
        self.only(content, {"fips", "name", "state"}, "county")
        return {key: str(value) for key, value in content.items()}

    def zone(self) -> ZoneInfo | None:
        name = str(self.content.get("timezone", ""))
        if name == "county":
            return None
        try:
            return zone_named(name)
        except (KeyError, ValueError, OSError):
            raise self.wrong("timezone", f"{name!r} is no time zone. Write one such as America/Chicago") from None

    def delimiter(self) -> str:
        value = self.content.get("delimiter", "")
        if value == "" and "delimiter" not in self.content:
            return ""
        if not isinstance(value, str) or len(value) != 1 or value in '"\r\n\0':
            raise self.wrong("delimiter", "write one character, such as ; or \\t")
        return value

    def encoding(self) -> str:
        value = self.content.get("encoding", "")
        if value not in ("", *Letters.values):
            raise self.wrong("encoding", f"write one of {', '.join(Letters.values)}")
        return str(value)

    def word(self, name: str) -> str:
        value = self.content.get(name, "")
        if not isinstance(value, str):
            raise self.wrong(name, "write its name in quotes")
        return value

    def yes_or_no(self, name: str) -> bool:
        value = self.content.get(name, False)
        if not isinstance(value, bool):
            raise self.wrong(name, "write true or false")
        return value

    def formats(self, table: Table[str, Any], where: str) -> tuple[str, ...]:
        value = table.get("formats", [])
        if not isinstance(value, list) or not all(isinstance(item, str) and ("%" in item or item == "excel") for item in value):
            raise self.wrong(where, 'write a list of formats such as ["%Y-%m-%d %H:%M"]')
        for item in value:
            if not holds_a_date(item):
                raise self.wrong(where, f"{item!r} does not hold a day with its year, or has a letter after % that is not known")
        if found := clash(value):
            raise self.wrong(where, found)
        return tuple(value)

    def sections(self, name: str, rows: str) -> tuple[Section, ...]:
        content = self.content[name]
        many = content if isinstance(content, list) else [content]
        return tuple(self.section(name, one, rows) for one in many)

    def section(self, name: str, content: Any, rows: str) -> Section:
        if not isinstance(content, dict):
            raise self.wrong(name, f"write [{name}] and its fields")
        for key in sorted(NOT_OF.get(name, set()) & set(content)):
            raise self.wrong(f"{name}.{key}", f"it is not known of a {name}")
        when = self.when(f"{name}.when", content["when"]) if "when" in content else ()
        per = content.get("per", "row" if name == "charge" or rows == "fact" else "booking")
        if per not in ("booking", "row"):
            raise self.wrong(f"{name}.per", 'write "booking" (once a booking) or "row" (once a row)')
        split = content.get("split", "")
        if not isinstance(split, str):
            raise self.wrong(f"{name}.split", "write what parts the facts in a cell, such as ;")
        label = self.spec(f"{name}.name", content["name"]) if "name" in content else None
        fields = {key: self.spec(f"{name}.{key}", value) for key, value in content.items() if key not in OF_SECTION}
        return Section(fields, when, per == "row", label, split)

    def question(self, name: str, content: Any) -> Answered:
        where = f"booking.{name}"
        if not isinstance(content, dict):
            raise self.wrong(where, "write a table with text, country, and lists unknown, declined, not_asked")
        self.only(content, {"text", "country", "unknown", "declined", "not_asked"}, where)
        words = {fold(word): answer for answer in WORDS for word in self.texts(f"{where}.{answer}", content.get(answer, []))}
        text, country = (self.asked(f"{where}.{key}", content[key]) if key in content else None for key in ("text", "country"))
        if not (text or country):
            raise self.wrong(where, "name the column of the text or of the country")
        return Answered(text, country, words)

    def asked(self, where: str, content: Any) -> Spec:
        """A column of a question: read as it is written, and through a crosswalk to the codes of countries."""
        if isinstance(content, dict):
            self.only(content, {"column", "columns", "join", "value", "crosswalk"}, where)
        spec = self.spec(where, content)
        for code in (spec.crosswalk or {}).values():
            if code and code not in codes():
                raise self.wrong(where, f"{code!r} is no code of a country (ISO 3166), such as MX")
        return spec

    def spec(self, where: str, content: Any) -> Spec:
        if isinstance(content, str) and content:
            return Spec(columns=(content,))
        if not isinstance(content, dict):
            raise self.wrong(where, 'write a column\'s name in quotes, or a table such as { value = "..." }')
        self.only(content, SPEC, where)
        if len({"column", "columns", "value"} & set(content)) != ("within" not in content) and not {"column", "columns"} & set(content):
            raise self.wrong(where, "give exactly one of column, value, within")
        if len({"column", "columns", "value"} & set(content)) > 1:
            raise self.wrong(where, "give exactly one of column, value, within")
        if content.get("within", "booking") != "booking":
            raise self.wrong(where, 'only within = "booking" is known: some time between booking and release')
        if "within" in content and where.startswith("booking."):
            raise self.wrong(where, "a time of the booking itself cannot be some time within it")
        if "other" in content and "crosswalk" not in content:
            raise self.wrong(where, "other says what becomes of a value that the crosswalk lacks: name a crosswalk")
        return Spec(
            columns=self.columns(where, content),
            value=str(content["value"]) if "value" in content else None,
            within="within" in content,
            crosswalk=self.crosswalk(where, content["crosswalk"]) if "crosswalk" in content else None,
            other=str(content["other"]) if "other" in content else None,
            formats=self.formats(content, where),
            when=self.when(where, content["when"]) if "when" in content else (),
            joint=str(content.get("join", " ")),
        )

    def columns(self, where: str, content: Table[str, Any]) -> tuple[str, ...]:
        names = [content["column"]] if "column" in content else content.get("columns", [])
        if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
            raise self.wrong(where, "write the column's name in quotes")
        if "columns" in content and not names:
            raise self.wrong(where, "name the columns that are joined")
        return tuple(names)

    def crosswalk(self, where: str, names: Any) -> dict[str, str]:
        """One table, or several: what the first of them knows holds."""
        found: dict[str, str] = {}
        for name in reversed(names if isinstance(names, list) else [names]):
            found |= self.one_crosswalk(where, name)
        return found

    def one_crosswalk(self, where: str, name: Any) -> dict[str, str]:
        found = self.crosswalks.get(name) if isinstance(name, str) else None
        if found is None and isinstance(name, str) and name in crosswalks():
            return crosswalks()[name]
        if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
            raise self.wrong(where, f"there is no table [crosswalk.{name}] of values in quotes")
        return {fold(key): value for key, value in found.items()}

    def texts(self, where: str, values: Any) -> list[str]:
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.wrong(where, 'give a list of values in brackets, such as ["1", "YES"]')
        return values

    def when(self, where: str, content: Any) -> tuple[When, ...]:
        """One condition, or a list of conditions that must all hold."""
        return tuple(self.condition(where, one) for one in (content if isinstance(content, list) and content else [content]))

    def condition(self, where: str, content: Any) -> When:
        ways = {"is", "isnt", "has", "hasnt"}
        if not isinstance(content, dict) or not isinstance(content.get("column"), str) or len(ways & set(content)) != 1:
            raise self.wrong(where, 'write { column = "...", is = ["..."] }, or isnt, has or hasnt in place of is')
        self.only(content, {"column"} | ways, where)
        (way,) = ways & set(content)
        values = self.texts(where, content[way])
        return When(content["column"], frozenset(map(fold, values)), way.endswith("nt"), way.startswith("has"))
