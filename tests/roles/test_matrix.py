"""The whole table of `matrix`, walked: every address of the site, every method, every reader, here and elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

from accounts.models import Role, User
from tests.roles import matrix, story
from tests.support import build

pytestmark = pytest.mark.django_db
READERS = [*story.COLUMNS, "key", "out"]
API_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
HERE = "Here County"
PUBLIC = {"anyone", "nobody"}


@dataclass(frozen=True)
class Line:
    """One address and method: its door, and what those are answered whom the door lets in."""

    address: str
    method: str
    door: str
    says: str

    @property
    def is_api(self) -> bool:
        return self.address.startswith("api/")

    def filled(self, values: dict[str, str]) -> str:
        return "/" + self.address.lstrip("/").format_map(values)

    def answer(self, reader: str) -> str:
        if self.door == "405":
            return "405"
        here = DOORS[self.door][READERS.index(reader)]
        return self.says if here == "in" else here

    def elsewhere(self, reader: str) -> str:
        """What the same reader of another county is answered."""
        if self.door == "405" or DOORS[self.door][READERS.index(reader)] not in {"in", "403"}:
            return self.answer(reader)
        return self.says if DOORS[self.door][-1] == "own" else DOORS[self.door][-1]


def rows_of(text: str) -> Iterator[list[str]]:
    for row in text.strip().splitlines():
        if row.strip() and not row.startswith("#"):
            yield [cell.strip() for cell in row.split("|")]


DOORS = {cells[0].split()[0]: [*cells[0].split()[1:], cells[1]] for cells in rows_of(matrix.DOORS)}


def lines() -> Iterator[Line]:
    tables = [(matrix.PAGES, ["GET", "POST"]), (matrix.API, API_METHODS), (matrix.LISTS, API_METHODS)]
    for text, kinds in matrix.REPEATED:
        tables += [(text.replace("KIND", kind), API_METHODS) for kind in kinds.split()]
    for text, methods in tables:
        for address, *cells in rows_of(text):
            assert len(cells) == len(methods), address
            for method, cell in zip(methods, cells, strict=True):
                door, _space, says = cell.partition(" ")
                yield Line(address, method, door, says.strip())


LINES = list(lines())


def patterns(of: URLResolver | None = None, before: str = "") -> Iterator[str]:
    for one in (of or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern).removeprefix("^")  # as the resolver joins them


class Anything(dict[str, str]):
    """A value for every name of a row: what it is does not matter to the resolver, but its shape does."""

    def __missing__(self, name: str) -> str:
        return story.NO_SUCH.get(name, "999999")


def route(line: Line) -> str | None:
    try:
        return str(resolve(line.filled(Anything()).partition("?")[0]).route).removeprefix("^")
    except Resolver404:
        return None


def test_every_address_of_the_site_is_in_the_table() -> None:
    missing = set(patterns()) - {route(line) for line in LINES}
    assert not missing, "Write into tests/roles/matrix.py who may open:\n" + "\n".join(sorted(missing))


def test_every_line_of_the_table_is_an_address() -> None:
    stray = {line.address for line in LINES if route(line) is None}
    assert not stray, "These lines of tests/roles/matrix.py lead to no address any more:\n" + "\n".join(sorted(stray))


def test_every_role_has_its_column_and_every_door_all_of_them() -> None:
    assert {*story.COLUMNS, "machine"} == set(Role)
    assert {name: len(cells) for name, cells in DOORS.items()} == dict.fromkeys(DOORS, len(READERS) + 1)
    assert {line.door for line in LINES} <= {*DOORS, "405"}


@pytest.fixture
def told(tmp_path: Path, settings: Any) -> Iterator[tuple[Any, Any, dict[str, str]]]:
    settings.IMPORTS = tmp_path
    settings.SECOND_FACTOR_ASKED = settings.REAUTHENTICATION_ASKED = True
    here, there = build.county("here"), build.county("there")
    mine, people = story.readers(here)
    theirs, strangers = story.readers(there)
    story.telling.office(there).members.add(strangers["defender"])
    story.telling.subscription(there, strangers["administrator"])
    values = story.rows(here, people, tmp_path)
    assert not User.objects.filter(is_superuser=True).exists()
    return mine, theirs, values


def asked(reader: story.Reader, method: str, address: str) -> Any:
    """The answer, with whatever it wrote taken back."""
    with transaction.atomic():
        answer = reader.ask(method, address)
        answer.whole = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    return answer


def test_the_whole_table_is_answered_as_it_says(told: Any) -> None:
    mine, theirs, values = told
    wrong = [problem for line in LINES for problem in problems(line, mine, theirs, values)]
    assert not wrong, f"{len(wrong)} answers are not those of tests/roles/matrix.py:\n" + "\n".join(wrong)


def problems(line: Line, mine: Any, theirs: Any, values: dict[str, str]) -> Iterator[str]:
    address, nowhere = line.filled(values), line.filled(Anything()).replace("=here", "=nowhere").replace("/here/", "/nowhere/")
    for who, whose, reader, expected in asked_by(line, mine, theirs):
        answer = asked(whose[reader], line.method, address)
        name = f"{line.method} {address}: {reader} {who}"
        if str(answer.status_code) != expected:
            yield f"{name} was answered {answer.status_code}, not {expected}"
        elif hides(line, who, reader, expected) and nowhere != address and bare(answer) != bare(asked(whose[reader], line.method, nowhere)):
            yield f"{name} can tell what exists from what does not"
        elif who == "elsewhere" and expected == "200" and line.door not in PUBLIC and HERE in answer.whole.decode(errors="ignore"):
            yield f"{name} reads of here"


def asked_by(line: Line, mine: Any, theirs: Any) -> Iterator[tuple[str, Any, str, str]]:
    """Everybody; but what is the same for anyone, and a method that no address has, is asked by a person, a key and nobody."""
    same = line.door in {"anyone", "405"} or line.says == "405"
    for reader in ("supervisor", "key", "out") if same else READERS:
        yield "here", mine, reader, line.answer(reader)
        if not same and elsewhere_too(line, reader):
            yield "elsewhere", theirs, reader, line.elsewhere(reader)


def elsewhere_too(line: Line, reader: str) -> bool:
    """Whoever is let in nowhere is asked from elsewhere only where it costs nothing to look; signing in knows no counties."""
    if line.is_api or line.address.startswith("accounts/"):
        return line.is_api and reader == "key"
    return reader not in {"key", "out"} and (line.method == "GET" or DOORS[line.door][READERS.index(reader)] != "404")


def hides(line: Line, who: str, reader: str, expected: str) -> bool:
    """Whether the answer must be that of a row that does not exist: to who would see it if it were of their county, above all."""
    sharp = DOORS[line.door][READERS.index(reader)] == "in" if who == "elsewhere" else "{" in line.address and line.method == "GET"
    return expected == "404" and line.door not in PUBLIC and line.door != "absent" and sharp


def bare(answer: Any) -> tuple[int, str]:
    """An answer without what differs by itself: its token, its number, and the address that was asked for."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.whole.decode())
    text = re.sub(r'name="next" value="[^"]*"', "", text)
    text = re.sub(r'"request": ?"[0-9a-f]{32}"', "", text)
    return answer.status_code, text


def test_taking_away_and_publishing_ask_again_after_a_while(told: Any) -> None:
    mine, _theirs, values = told
    for reader in mine.values():
        reader.grow_old()
    for address, method, reader in rows_of(matrix.ASKS_AGAIN):
        answer = asked(mine[reader], method, "/" + address.format_map(values))
        assert answer.status_code == 302, address
        assert answer["Location"].startswith("/accounts/reauthenticate/?next="), address
