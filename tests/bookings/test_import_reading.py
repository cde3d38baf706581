"""Files as jails write them: packed, in older encodings, as workbooks; what is taken from them is said, and limits are kept."""

import gzip
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from bookings.importing import packing, workbooks
from bookings.importing.errors import CannotRead, ShowEncoding
from bookings.importing.reading import open_table
from bookings.importing.shapes import Layout
from bookings.models import Booking
from bookings.models.batch import Letters
from tests.support.files import row, text, write
from tests.support.workbooks import write_workbook

WANTED = Layout(frozenset({"no", "in"}))
HEAD: list[Any] = ["no", "in"]


def read(path: Path, layout: Layout = WANTED) -> tuple[str, list[str], list[tuple[int, list[str]]]]:
    with open_table(path, layout) as table:
        return table.says, table.header, list(table.rows)


def saved(folder: Path, content: bytes, name: str = "jail.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"no,in\nA,1\n", "UTF-8 text split by commas, header on line 1."),
        (b"\xef\xbb\xbfno;in\nA;1\n", "UTF-8 text split by semicolons, header on line 1."),
        (gzip.compress(b"no\tin\nA\t1\n"), "UTF-8 text split by tabs, header on line 1."),
        ("no|in\nA|1\n".encode("utf-16"), "UTF-16 text split by bars, header on line 1."),
        (b"no~in\nA~1\n", "UTF-8 text split by '~', header on line 1."),
        (b'sep=;\n"no";"in"\nA;1\n', "UTF-8 text split by semicolons, header on line 2."),
        (b"Jail of nowhere\n\n,,\nall bookings, by day\nNO , In\nA,1\n", "UTF-8 text split by commas, header on line 5."),
    ],
    ids=["commas", "semicolons and a mark", "gzip and tabs", "UTF-16", "another mark", "a hint of Excel", "title rows"],
)
def test_how_a_file_was_taken_is_said(tmp_path: Path, content: bytes, says: str) -> None:
    assert read(saved(tmp_path, content))[0] == f"jail.csv: {says}"
    assert read(saved(tmp_path, content))[1] == ["no", "in"]
    assert [cells for _, cells in read(saved(tmp_path, content))[2]] == [["A", "1"]]


def test_lines_below_title_rows_and_blank_lines_keep_their_numbers(tmp_path: Path) -> None:
    path = saved(tmp_path, b'Title\n\nno,in\n"A\nB",1\n,\n\nC,2\n')
    assert read(path)[2] == [(4, ["A\nB", "1"]), (8, ["C", "2"])]


def test_columns_of_one_name_are_told_apart_by_number(tmp_path: Path) -> None:
    path = saved(tmp_path, b"no,in,Charge,Charge ,note,note\nA,1,x,y,,\n")
    layout = Layout(frozenset({"no", "in", "Charge (1)", "Charge (2)"}))
    assert read(path, layout)[1] == ["no", "in", "Charge (1)", "Charge (2)", "note (1)", "note (2)"]
    with pytest.raises(CannotRead, match=r"the header has the column 'Charge' twice. Write 'Charge \(1\)' in the mapping for the first"):
        read(path, Layout(frozenset({"no", "in", "Charge"})))


def test_a_delimiter_that_the_mapping_names_and_the_header_has_not_is_said(tmp_path: Path) -> None:
    with pytest.raises(CannotRead, match="the header is split by semicolons, not by commas. Set delimiter = ';' in the mapping"):
        read(saved(tmp_path, b"no;in\nA;1\n"), Layout(WANTED.columns, delimiter=","))


def test_older_text_is_shown_and_read_once_it_is_confirmed(tmp_path: Path) -> None:
    path = saved(tmp_path, "no,in,who\nA,1,plain\nB,2,Peña\nC,3,España\n".encode("windows-1252"))
    with pytest.raises(ShowEncoding, match="is not utf-8 text on line 3. Read as Windows-1252 it says “Peña”, “España” ") as refusal:
        read(path)
    assert refusal.value.readings == {
        "windows-1252": ["“Peña”", "“España”"],
        "cp850": ["“Pe±a”", "“Espa±a”"],
        "mac-roman": ["“PeÒa”", "“EspaÒa”"],
    }
    confirmed = Layout(WANTED.columns, encoding=next(iter(refusal.value.readings)))
    assert [cells[2] for _, cells in read(path, confirmed)[2]] == ["plain", "Peña", "España"]


@pytest.mark.parametrize(
    ("encoding", "offered"), [("cp850", ["cp850", "mac-roman"]), ("mac-roman", ["windows-1252", "cp850", "mac-roman"])]
)
def test_text_of_other_machines_is_shown_in_every_way_that_it_can_be_read(tmp_path: Path, encoding: str, offered: list[str]) -> None:
    path = saved(tmp_path, "no,in,who\nB,2,Müller\n".encode(encoding))
    with pytest.raises(ShowEncoding) as refusal:
        read(path)
    assert list(refusal.value.readings) == offered
    assert refusal.value.readings[Letters(encoding)] == ["“Müller”"]
    assert read(path, Layout(WANTED.columns, encoding=encoding))[2] == [(2, ["B", "2", "Müller"])]


def test_utf_8_is_not_read_as_older_text_whatever_the_mapping_says(tmp_path: Path) -> None:
    path = saved(tmp_path, "no,in\nPeña,1\n".encode())
    with pytest.raises(CannotRead, match="is UTF-8 text, not Windows-1252 as the mapping says"):
        read(path, Layout(WANTED.columns, encoding="windows-1252"))
    assert read(saved(tmp_path, b"no,in\nPena,1\n"), Layout(WANTED.columns, encoding="windows-1252"))[2] == [(2, ["Pena", "1"])]


def test_a_small_file_that_unpacks_to_a_very_large_one_is_refused_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "MOST_UNPACKED", 1024**2)
    path = saved(tmp_path, gzip.compress(b"no,in\n" + b"A,1\n" * 1_000_000))
    with pytest.raises(CannotRead, match="unpacks to more than .* GB. Split it by months."):
        read(path)


def book(folder: Path, *rows: list[Any]) -> Path:
    return write_workbook(folder / "jail.xlsx", {"Bookings": list(rows)})


def test_cells_of_a_workbook_are_read_as_a_person_would_write_them(tmp_path: Path) -> None:
    moments = [datetime(2026, 10, 1, 13, 40), date(2026, 10, 1), time(18, 30), datetime(2026, 10, 1)]  # noqa: DTZ001
    values = ["00123", " Peña ", 123.0, 12.5, 10**15, True, *moments, None]
    path = book(tmp_path, ["Jail of nowhere"], [], HEAD, *[["A", value] for value in values], [None, None], ["B", "end"])
    says, _, rows = read(path)
    assert says == "jail.xlsx: the sheet 'Bookings', header on line 3."
    read_as = [
        "00123",
        " Peña ",
        "123",
        "12.5",
        "1000000000000000",
        "TRUE",
        "2026-10-01 13:40:00",
        "2026-10-01",
        "18:30:00",
        "2026-10-01",
        "",
    ]
    assert [cells[1] for _, cells in rows] == [*read_as, "end"]
    assert rows[-1] == (16, ["B", "end"])


def test_the_sheet_that_has_the_columns_is_taken_and_said(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", {"Read me": [["See Data"]], "Empty": [], "Data": [HEAD, ["A", "1"]]})
    assert read(path)[0] == "a.xlsx: the sheet 'Data', header on line 1."


def test_of_several_sheets_with_the_columns_none_is_guessed(tmp_path: Path) -> None:
    sheets = {"Jan": [HEAD, ["A", "1"]], "Feb": [HEAD, ["B", "1"]], "Old": [HEAD, ["C", "1"]]}
    path = write_workbook(tmp_path / "a.xlsx", sheets, hidden=("Old",))
    with pytest.raises(
        CannotRead, match=r"several sheets have these columns \(Jan, Feb\). Name one in the mapping, as in sheet = \"Jan\"."
    ):
        read(path)
    assert read(path, Layout(WANTED.columns, sheet="feb"))[2] == [(2, ["B", "1"])]
    assert read(path, Layout(WANTED.columns, sheet="Old"))[2] == [(2, ["C", "1"])]
    with pytest.raises(CannotRead, match="has no sheet 'Mar'. Its sheets: Jan, Feb, Old."):
        read(path, Layout(WANTED.columns, sheet="Mar"))


def damaged(path: Path) -> Path:
    content = path.read_bytes()
    return saved(path.parent, content[: len(content) // 2], path.name)


def strange_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("readme.txt", "no workbook")
    return path


WRONG: dict[str, tuple[Callable[[Path], Path], str]] = {
    "cut off": (lambda folder: damaged(book(folder, HEAD, ["A", "1"])), "no whole Excel file either: it is damaged"),
    "another zip": (lambda folder: strange_zip(folder / "a.xlsx"), "no Excel workbook"),
    "no rows": (lambda folder: book(folder, HEAD), "has a header and no row below it"),
    "nothing": (lambda folder: book(folder), "is empty"),
    "all hidden": (lambda folder: write_workbook(folder / "a.xlsx", {"A": [HEAD]}, hidden=("A",)), "has no sheet that can be seen"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_workbook_that_cannot_be_used_is_one_sentence(tmp_path: Path, kind: str) -> None:
    make, says = WRONG[kind]
    with pytest.raises(CannotRead, match=says) as refusal:
        read(make(tmp_path))
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("name", "limit", "says"), [("MOST_ROWS", 2, "has more than 2 rows"), ("MOST_UNPACKED", 1000, "unpacks to more than")]
)
def test_a_workbook_beyond_a_limit_is_to_be_saved_as_csv(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, limit: int, says: str
) -> None:
    path = book(tmp_path, HEAD, ["A", "1"], ["B", "2"])
    monkeypatch.setattr(workbooks, name, limit)
    with pytest.raises(CannotRead, match=f"{says}.* Save the sheet as CSV and import that."):
        read(path)


def test_a_directory_that_understates_sizes_is_found_out_before_the_workbook_is_opened(tmp_path: Path) -> None:
    path = book(tmp_path, HEAD, *[["A", "1"]] * 2000)
    content = path.read_bytes()
    with zipfile.ZipFile(path) as file:
        true = file.getinfo("xl/worksheets/sheet1.xml").file_size
    assert content.count(true.to_bytes(4, "little")) >= 1
    lying = saved(tmp_path, content.replace(true.to_bytes(4, "little"), (100).to_bytes(4, "little")), "jail.xlsx")
    with pytest.raises(CannotRead, match="it is damaged"):
        read(lying)


def command(path: Path, *more: str) -> str:
    out = StringIO()
    call_command("import_bookings", str(path), "--county", "53053", "--mapping", "pierce", "--apply", *more, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_command_asks_to_confirm_an_older_encoding_and_says_how_the_file_was_taken(tmp_path: Path) -> None:
    path = saved(tmp_path, text(row(place_of_birth="CORUÑA")).encode("windows-1252"))
    with pytest.raises(CommandError, match=r"“CORUÑA” \(--encoding windows-1252\)") as refusal:
        command(path)
    assert (refusal.value.returncode, Booking.objects.count()) == (2, 0)
    assert "jail.csv: WINDOWS-1252 text split by commas, header on line 1.\n" in command(path, "--encoding", "windows-1252")
    assert list(Booking.objects.values_list("birth_text", flat=True)) == ["CORUÑA"]


@pytest.mark.django_db
def test_a_workbook_of_a_shipped_shape_is_imported(tmp_path: Path) -> None:
    cells = row(booking_id="00123")
    path = write_workbook(tmp_path / "jail.xlsx", {"Sheet1": [list(cells), list(cells.values())]})
    assert command(path).endswith("read=1 bookings=1 new=1 changed=0 unchanged=0 rejected=0 tocheck=0\n")
    assert command(write(tmp_path, cells)).endswith("read=1 bookings=1 new=0 changed=0 unchanged=1 rejected=0 tocheck=0\n")
