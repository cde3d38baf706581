"""A file that cannot be used is one sentence that says what to do; nothing is written."""

import csv
import gzip
import os
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bookings.importing.packing import OLE
from bookings.models import Booking, Charge
from tests.support.files import HEADER, row, text, write
from tests.support.tables import everything

pytestmark = pytest.mark.django_db
HEAD = ",".join(HEADER)
LINE = text(row()).splitlines()[1]
MANY = "\r\n".join([HEAD, *[LINE] * 3000])


def apply(path: Path) -> None:
    call_command("import_bookings", str(path), "--county", "53053", "--mapping", "pierce", "--apply", stdout=StringIO())


BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b" \r\n\r\n ", "is empty"),
    "binary": (b"\x7fELF\x00\x01\x02\x00" * 20, "not a text file"),
    "zip": (b"PK\x03\x04" + bytes(range(32, 120)) * 5 + b"\x00", "not a text file"),
    "gzip that is none": (b"\x1f\x8b\x08\x00" + b"a" * 50, "cannot be unpacked: it is cut off or damaged"),
    "gzip cut off": (gzip.compress(MANY.encode())[:-20], "cannot be unpacked: it is cut off or damaged"),
    "gzip in gzip": (gzip.compress(gzip.compress(MANY.encode())), "not a text file"),
    "an old Excel file": (OLE + bytes(600), "is an older Excel file, or one with a password. Save it as .xlsx"),
    "cut off in a quoted field": (f'{HEAD}\r\n{LINE}\r\nK2,"2016-11-08 08:3'.encode(), "cut off"),
    "cut off in the first field": (f'{HEAD}\r\n"K1'.encode(), "cut off"),
    "cut off far down": (f'{MANY}\r\n"K1,{LINE}\r\n'.encode(), "cut off"),
    "UTF-16 cut off": (text(row()).encode("utf-16")[:-1], "no whole UTF-16 text"),
    "UTF-16 without its mark": (text(row()).encode("utf-16-le"), "not a text file"),
    "a header cut off": (HEAD[:40].encode(), "has a header and no row below it"),
    "a header without rows but with line ends": (f"{HEAD}\r\n\r\n\r\n".encode(), "has a header and no row below it"),
    "a quote that swallows the file": (f'{HEAD}\r\n"K1,{LINE}\r\n'.encode() + MANY.encode() * 10, "a quote is never closed"),
    "a missing column": (text(row()).replace("imm_hold", "imm_held").encode(), "lacks the column 'imm_hold'"),
    "a column twice": (
        text(row()).replace("race_desc", "gender_desc").encode(),
        "'gender_desc' twice. Write 'gender_desc (1)' in the mapping",
    ),
    "a NUL far down": (f"{MANY}\r\nK2,\x00,{LINE}".encode(), "not a text file"),
    "another encoding far down": (
        MANY.encode() + b"\r\nK2,Pe\xf1a" + LINE.encode(),
        "not utf-8 text on line 3002. Read as Windows-1252 it says “Peña",
    ),
    "an encoding that no newer machine knows": (
        MANY.encode() + b"\r\nK2,Pe\x81a" + LINE.encode(),
        "not utf-8 text on line 3002. Read as DOS 850 it says “Peüa",
    ),
    "a stray quote": (f'{HEAD}\r\nK1,"2016"x,{LINE}\r\n'.encode(), "a quote stands where none can stand"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_cannot_be_used_is_one_sentence_and_nothing_is_written(tmp_path: Path, kind: str) -> None:
    content, says = BAD[kind]
    path = tmp_path / "jail.csv"
    path.write_bytes(content)
    before = everything()
    with pytest.raises(CommandError) as refusal:
        apply(path)
    sentence = str(refusal.value)
    assert says in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert refusal.value.returncode == 2
    assert everything() == before


@pytest.mark.parametrize(
    ("make", "says"),
    [(lambda folder: folder / "none.csv", "There is no file"), (lambda folder: folder, "is a folder")],
    ids=["not there", "a folder"],
)
def test_a_name_that_is_no_file_is_one_sentence(tmp_path: Path, make: Callable[[Path], Path], says: str) -> None:
    before = everything()
    with pytest.raises(CommandError, match=says) as refusal:
        apply(make(tmp_path))
    assert refusal.value.returncode == 2
    assert str(refusal.value).count("\n") == 0
    assert everything() == before


def test_a_pipe_is_one_sentence_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(CommandError, match="is a pipe or a device") as refusal:
        apply(tmp_path / "pipe.csv")
    assert refusal.value.returncode == 2


@pytest.mark.parametrize("good", [1, 2500], ids=["one chunk", "after a chunk was written"])
def test_what_is_wrong_at_the_very_end_of_a_file_takes_back_all_that_was_written_before(tmp_path: Path, good: int) -> None:
    path = write(tmp_path, *[row(f"K{number}") for number in range(good)])
    path.write_bytes(path.read_bytes() + b'"K')
    before = everything()
    with pytest.raises(CommandError, match="cut off"):
        apply(path)
    assert everything() == before


def test_a_broken_row_rejects_its_whole_booking_and_each_row_without_a_number_has_its_own_reason(tmp_path: Path) -> None:
    path = tmp_path / "jail.csv"
    nameless, short = LINE.replace("K1", "", 1), LINE.rpartition(",")[0]
    path.write_text("\n".join([HEAD, LINE, nameless, short, f",{LINE}", LINE.replace("K1", "K2")]), encoding="utf-8")
    with pytest.raises(SystemExit):
        apply(path)
    with (tmp_path / "jail.csv.rejected.csv").open(encoding="utf-8", newline="") as file:
        told = list(csv.reader(file))
    assert told[0] == ["line", "reason", *HEADER]
    assert [(line[0], line[1]) for line in told[1:]] == [
        ("2", "rejected with line 4 of the same booking: the row has 15 fields, the header 16."),
        ("3", "the booking has no number."),
        ("4", "the row has 15 fields, the header 16."),
        ("5", "the row has 17 fields, the header 16."),
    ]
    assert told[1][2:] == LINE.split(",")
    assert Booking.objects.count() == 1


def test_a_quoted_line_break_is_kept_and_the_lines_below_keep_their_numbers(tmp_path: Path) -> None:
    path = write(tmp_path, row(booking_charge_desc='THEFT\nOF A "BICYCLE", BLUE'), row("K2", booking_dt=""))
    with pytest.raises(SystemExit):
        apply(path)
    assert list(Charge.objects.values_list("description", flat=True)) == ['THEFT\nOF A "BICYCLE", BLUE']
    with (tmp_path / "jail.csv.rejected.csv").open(encoding="utf-8", newline="") as file:
        assert [line["line"] for line in csv.DictReader(file)] == ["4"]


def test_odd_marks_reach_the_table_as_they_stand_in_the_file(tmp_path: Path) -> None:
    marks = ["\\.", "A\n\\.\nB", "\\N", "NULL", '"', "a,b", "\\", "a\tb", "\U0001f600", "e\u0301", "'; --", "{}", "%s", "a\rb"]
    apply(write(tmp_path, *[row(f"K{number}", booking_charge_desc=mark) for number, mark in enumerate(marks)]))
    assert list(Charge.objects.order_by("pk").values_list("description", flat=True)) == marks


@pytest.mark.parametrize("fields", [LINE.rpartition(",")[0], f"{LINE},more"], ids=["too short", "too long"])
def test_a_row_of_the_wrong_width_is_rejected_and_the_others_go_in(tmp_path: Path, fields: str) -> None:
    path = tmp_path / "jail.csv"
    path.write_text("\n".join([HEAD, fields, LINE.replace("K1", "K2")]), encoding="utf-8")
    with pytest.raises(SystemExit) as end:
        apply(path)
    assert end.value.code == 3
    assert Booking.objects.count() == 1
    assert "fields, the header 16." in (tmp_path / "jail.csv.rejected.csv").read_text()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + text(row()).encode(),
        text(row()).replace("\r\n", "\n").encode(),
        text(row()).rstrip().encode(),
        text(row(booking_charge_desc="THEFT,\r\nSECOND")).encode(),
        text(row(place_of_birth="CORUÑA")).encode(),
        gzip.compress(text(row()).encode()),
        text(row()).encode("utf-16"),
        text(row()).replace(",", ";").encode(),
        text(row()).replace(",", "\t").encode(),
        text(row()).replace(",", "|").encode("utf-16"),
        text(row()).replace(",", "^").encode(),
        ("Sheriff's office, made up\r\n\r\nExported 2026-10-01,,\r\n" + text(row())).encode(),
        text(row()).replace("booking_id", " Booking_ID ").encode(),
        (text(row()) + ",,,,\r\n" * 3).encode(),
    ],
    ids=[
        *("byte-order mark", "line feeds", "no last line end", "quoted line break", "accents", "gzip", "UTF-16", "semicolons", "tabs"),
        *("bars in UTF-16", "carets", "title rows", "capitals and padding in the header", "blank lines of commas at the end"),
    ],
)
def test_lawful_ways_to_write_the_file_are_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "jail.csv"
    path.write_bytes(content)
    apply(path)
    assert Booking.objects.count() == 1


def test_a_header_alone_is_said_or_writes_nothing(tmp_path: Path) -> None:
    before = everything()
    with pytest.raises(CommandError, match="header"):
        apply(write(tmp_path))
    assert everything() == before
