"""Files and mappings damaged at random (seeded): each is read, rejected by row or refused in one sentence, and never half applied."""

import random
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction

from bookings.importing.counties import find_county
from bookings.importing.errors import CannotRead
from bookings.importing.mapping import SHIPPED, load
from bookings.importing.report import Report
from bookings.importing.running import Run
from tests.support.files import row, text, write
from tests.support.tables import everything

pytestmark = pytest.mark.django_db
WHOLE = text(*[row(f"K{number // 2}", imm_hold=str(int(number // 2 % 3 == 0))) for number in range(24)]).encode()
BITS = [
    *(b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b"'", b"\\", b"\\.", b"NULL", b"-1", b"\x1a", b"99999999999"),
    *(b"\xe2\x80\xae", b"\xf0\x9f\x98\x80", b"\xc2\x85", b"\xe2\x80\xa8"),
    *(b"1900-01-01 00:00:00", b"2017-03-12 02:30:00", b"2199-12-31 23:59:59", b"0000-00-00 00:00:00"),
]
FIXED = ("ListItem", "MatchingKey")
VALUES = [
    *(b'""', b"5", b"[]", b"{}", b"true", b'"x"', b'["x"]', b'[["x"]]', b"1979-05-27", b'{ value = "x" }', b'{ within = "booking" }'),
    *(b'{ column = "race_desc", crosswalk = "sex" }', b'{ column = "release_dt", when = { column = "zz", is = ["1"] } }'),
    *(b'{ value = "\\u0000" }', b'{ value = "2016-11-09 10:00:00" }'),
]


def damaged(draw: random.Random, content: bytes) -> bytes:
    """A few bytes put in, taken out or changed, or one field replaced."""
    for _ in range(draw.choice([1, 1, 2, 5])):
        at, way = draw.randrange(len(content)), draw.randrange(4)
        if way == 0:
            content = content[:at] + draw.choice(BITS) + content[at:]
        elif way == 1:
            content = content[:at] + content[at + draw.randrange(1, 60) :]
        elif way == 2:
            content = content[:at] + bytes([draw.randrange(32, 128)]) + content[at + 1 :]
        else:
            content = b"\n".join(with_one_replaced(draw, content.split(b"\n"), b","))
    return content


def with_one_replaced(draw: random.Random, lines: list[bytes], delimiter: bytes) -> list[bytes]:
    chosen = draw.randrange(len(lines))
    fields = lines[chosen].split(delimiter)
    fields[draw.randrange(len(fields))] = draw.choice(BITS)
    return [*lines[:chosen], delimiter.join(fields), *lines[chosen + 1 :]]


def garbled(draw: random.Random, lines: list[bytes]) -> list[bytes]:
    """A mapping with one entry lost, doubled, renamed or given another value."""
    at, way = draw.randrange(len(lines)), draw.randrange(4)
    name, equals, value = lines[at].partition(b"=")
    if way == 0 and equals:
        return [*lines[:at], name + b"= " + draw.choice(VALUES), *lines[at + 1 :]]
    if way == 1:
        return [*lines[:at], *lines[at + 1 :]]
    if way == 2 and equals:
        other = draw.choice([line for line in lines if b"=" in line]).partition(b"=")[0]
        return [*lines[:at], other + b"=" + value, *lines[at + 1 :]]
    return [*lines[:at], draw.choice(lines), *lines[at:]]


def run(path: Path, mapping: str = "pierce") -> Report:
    read = load(mapping)
    return Run(path, find_county("53053", read), read, apply=True)()


def tried(path: Path, mapping: str = "pierce") -> str:
    """What becomes of a file, after a look at its second run; everything is taken back."""
    says = ""
    try:
        with transaction.atomic():
            first, second = run(path, mapping), run(path, mapping)
            assert second.counts.unchanged == second.counts.bookings == first.counts.bookings
            assert second.counts.rejected == first.counts.rejected
            assert all(reason.endswith(".") for _line, reason, _row in first.rejected)
            transaction.set_rollback(True)
    except CannotRead as problem:
        says = str(problem)
    if not says:
        return "rejected" if first.rejected else "read"
    assert says.endswith(".")
    assert "\n" not in says
    assert not any(everything(*FIXED).values())
    return "refused"


def test_a_damaged_file_is_read_rejected_or_refused_and_its_second_run_changes_nothing(tmp_path: Path) -> None:
    draw, path, found = random.Random(7), tmp_path / "jail.csv", Counter[str]()
    for _ in range(100):
        path.write_bytes(damaged(draw, WHOLE))
        found[tried(path)] += 1
    assert min(found[what] for what in ("read", "rejected", "refused")) >= 10, found


def test_a_garbled_mapping_reads_rejects_or_is_refused_in_one_sentence(tmp_path: Path) -> None:
    draw, path, found = random.Random(3), write(tmp_path, row(), row("K2")), Counter[str]()
    lines, mapping = (SHIPPED / "pierce.toml").read_bytes().split(b"\n"), tmp_path / "jail.toml"
    for _ in range(150):
        mapping.write_bytes(b"\n".join(garbled(draw, garbled(draw, lines))))
        found[tried(path, str(mapping))] += 1
    assert min(found[what] for what in ("read", "refused")) >= 10, found
