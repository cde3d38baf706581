"""A mapping says where facts stand; a mistake in it is one sentence that names the entry."""

import re
from pathlib import Path
from typing import Any

import pytest

from bookings.importing.drafting import Drafter
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.mapping import SHIPPED, Parser, load

ROOT = Path(__file__).resolve().parent.parent.parent
BASE: dict[str, Any] = {
    "timezone": "America/Chicago",
    "formats": ["%Y-%m-%d %H:%M"],
    "booking": {"number": "no", "booked": "in", "released": "out"},
}
HEADER = ["no", "in", "out", "what", "hold", "held"]


def drafter(**more: Any) -> Drafter:
    return Drafter(Parser("jail", BASE | more).mapping(), HEADER)


def line(number: str = "1", hold: str = "", held: str = "", what: str = "THEFT") -> list[str]:
    return [number, "2026-10-01 10:00", "2026-10-03 10:00", what, hold, held]


B = BASE["booking"]
CROSS = {"crosswalk": {"sex": {"M": "male"}, "wrong": {"M": "man"}, "number": {"M": 1}, "land": {"X": "XX"}}}
SEX = "none of female, male, other, unknown."
WITHIN = "a time of the booking itself cannot be some time within it."
NO_DAY = "does not hold a day with its year, or has a letter after % that is not known."
CONDITION = 'write { column = "...", is = ["..."] }, or isnt, has or hasnt in place of is.'
HAS = "Its header: no, in, out, what, hold, held."


def held(**fields: Any) -> dict[str, Any]:
    return {"detainer": {"received": "in"} | fields}


def booked(**fields: Any) -> dict[str, Any]:
    return CROSS | {"booking": B | fields}


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rows": "people"}, 'rows: write "charge" (one row a charge), "booking" (one row a booking) or "fact" (one row a fact of any kind).'),
    (
        {"rows": ["charge"]},
        'rows: write "charge" (one row a charge), "booking" (one row a booking) or "fact" (one row a fact of any kind).',
    ),
    ({"timezone": "Mars/Olympus"}, "timezone: 'Mars/Olympus' is no time zone. Write one such as America/Chicago."),
    ({"timezone": "America"}, "timezone: 'America' is no time zone. Write one such as America/Chicago."),
    ({"timezone": "../etc/passwd"}, "timezone: '../etc/passwd' is no time zone. Write one such as America/Chicago."),
    ({"delimiter": ";;"}, "delimiter: write one character, such as ; or \\t."),
    ({"delimiter": '"'}, "delimiter: write one character, such as ; or \\t."),
    ({"encoding": "ebcdic"}, "encoding: write one of utf-8, windows-1252, cp850, mac-roman."),
    ({"formats": "%Y"}, 'formats: write a list of formats such as ["%Y-%m-%d %H:%M"].'),
    ({"formats": ["%H:%M"]}, f"formats: '%H:%M' {NO_DAY}"),
    ({"formats": ["%d/%m"]}, f"formats: '%d/%m' {NO_DAY}"),
    ({"formats": ["%Q"]}, f"formats: '%Q' {NO_DAY}"),
    ({"formats": ["%m/%d/%Y %I:%M"]}, f"formats: '%m/%d/%Y %I:%M' {NO_DAY}"),
    (
        {"formats": ["%m/%d/%Y", "%d/%m/%Y"]},
        "formats: '%m/%d/%Y' and '%d/%m/%Y' read '05/07/2026' as two different days. Keep the one by which the file is written.",
    ),
    ({"sheet": 3}, "sheet: write its name in quotes."),
    ({"optional": "yes"}, "optional: write true or false."),
    ({"unknown_dates": "N/A"}, 'unknown_dates: give a list of values in brackets, such as ["1", "YES"].'),
    ({"rows": "fact"}, 'booking.when: with rows = "fact" it says which row tells of the booking itself.'),
    (
        {"formats": []},
        'booking.booked: the mapping has no formats. Write formats = ["%Y-%m-%d %H:%M"] as the dates of the file are written.',
    ),
    ({"county": "x"}, "county: write a table [county] with fips, name, state."),
    ({"county": {"slug": "x"}}, "county: 'slug' is not known here. Known: fips, name, state."),
    ({"crosswalk": []}, "crosswalk: write tables such as [crosswalk.sex]."),
    ({"booking": []}, "the mapping: the table [booking] is missing."),
    ({"booking": {"booked": "in"}}, "booking.number: every mapping needs it."),
    ({"booking": {"number": "no"}}, "booking.booked: every mapping needs it."),
    (booked(number={"value": "x"}), "booking.number: write the name of its column in quotes."),
    (booked(sex=3), 'booking.sex: write a column\'s name in quotes, or a table such as { value = "..." }.'),
    (booked(sex={"column": 3}), "booking.sex: write the column's name in quotes."),
    (booked(sex={"column": "what", "value": "y"}), "booking.sex: give exactly one of column, value, within."),
    (booked(sex={}), "booking.sex: give exactly one of column, value, within."),
    (booked(sex={"column": "what", "crosswalk": "none"}), "booking.sex: there is no table [crosswalk.none] of values in quotes."),
    (booked(sex={"column": "what", "crosswalk": "number"}), "booking.sex: there is no table [crosswalk.number] of values in quotes."),
    (booked(sex={"column": "what", "crosswalk": "wrong"}), f"booking.sex: the crosswalk makes 'man', which is {SEX}"),
    (booked(sex={"column": "what", "crosswalk": "sex", "other": "man"}), f"booking.sex: the crosswalk makes 'man', which is {SEX}"),
    (
        booked(sex={"column": "what", "other": "male"}),
        "booking.sex: other says what becomes of a value that the crosswalk lacks: name a crosswalk.",
    ),
    (booked(sex={"value": "man"}), "booking.sex: 'man' is not one of the values of sex (female, male, other, unknown)."),
    (booked(age={"value": "x"}), "booking.age: 'x' is no whole number for age in whole years."),
    (booked(court={"within": "booking"}), f"booking.court: {WITHIN}"),
    (booked(released={"column": "out", "formats": ["%H"]}), f"booking.released: '%H' {NO_DAY}"),
    (booked(when={"column": "hold", "is": ["1"]}), "booking.when: it is not known of a booking."),
    (booked(birth="what"), "booking.birth: write a table with text, country, and lists unknown, declined, not_asked."),
    (booked(birth={"unknown": [""]}), "booking.birth: name the column of the text or of the country."),
    (booked(birth={"text": "what", "unknown": "X"}), 'booking.birth.unknown: give a list of values in brackets, such as ["1", "YES"].'),
    (
        booked(birth={"country": {"column": "what", "crosswalk": "land"}}),
        "booking.birth.country: 'XX' is no code of a country (ISO 3166), such as MX.",
    ),
    ({"charge": {"statute": "what"}}, "charge.description: every charge needs it."),
    ({"charge": {"description": "what", "per": "row"}}, "charge.per: it is not known of a charge."),
    ({"charge": ["what"]}, "charge: write [charge] and its fields."),
    ({"charge": {"description": {"column": "what", "when": {"column": "hold"}}}}, f"charge.description: {CONDITION}"),
    ({"stay": {"began": "in"}}, "stay.facility: every stay needs it."),
    ({"stay": {"facility": {"value": "MAIN"}}}, "stay.began: every stay needs it."),
    ({"detainer": {"form": {"value": "I-247A"}}}, "detainer.received: every detainer needs it."),
    ({"handover": {"mode": {"value": "unknown"}}}, "handover.handed: every handover needs it."),
    (held(per="day"), 'detainer.per: write "booking" (once a booking) or "row" (once a row).'),
    (held(received={"within": "day"}), 'detainer.received: only within = "booking" is known: some time between booking and release.'),
    (held(received={"value": "soon"}), "detainer.received: 'soon' is no date of the form %Y-%m-%d %H:%M."),
    (held(form={"within": "booking"}), "detainer.form: only a time can be within the booking."),
    (held(when="hold"), f"detainer.when: {CONDITION}"),
    (held(when=[]), f"detainer.when: {CONDITION}"),
    (held(split=1), "detainer.split: write what parts the facts in a cell, such as ;."),
    (held(form={"columns": []}), "detainer.form: name the columns that are joined."),
    (held(form={"columns": ["what", 3]}), "detainer.form: write the column's name in quotes."),
    (held(form={"value": "I-247A", "within": "booking"}), "detainer.form: give exactly one of column, value, within."),
    (
        {"allowing_offense": {"charge": {"column": "hold", "crosswalk": "x"}}},
        "allowing_offense.charge: there is no table [crosswalk.x] of values in quotes.",
    ),
    (held(when={"column": "hold", "is": ["1"], "isnt": ["2"]}), f"detainer.when: {CONDITION}"),
    (held(when={"column": "hold", "is": "ICE"}), 'detainer.when: give a list of values in brackets, such as ["1", "YES"].'),
    (held(when={"column": "hold", "is": ["1"], "x": 1}), "detainer.when: 'x' is not known here. Known: column, has, hasnt, is, isnt."),
]
BEGINNINGS: list[tuple[dict[str, Any], str]] = [
    ({"bookings": {}}, "Mapping jail, the mapping: 'bookings' is not known here. Known: allowing_offense, booking, charge, "),
    (booked(sex={"colum": "x"}), "Mapping jail, booking.sex: 'colum' is not known here. Known: column, columns, crosswalk, "),
    (booked(shoe_size="what"), "Mapping jail, booking.shoe_size: it is not known here. Known: age, arrested, arresting_agency, "),
    (booked(version="what"), "Mapping jail, booking.version: it is not known here. Known: "),
    ({"charge": {"description": "nowhere"}}, f"The file lacks the column 'nowhere' that mapping jail reads. {HAS}"),
    (held(when={"column": "nowhere", "is": ["1"]}), f"The file lacks the column 'nowhere' that mapping jail reads. {HAS}"),
]


@pytest.mark.parametrize(("wrong", "says"), WRONG, ids=[says[:40] for _, says in WRONG])
def test_a_mistake_in_a_mapping_is_one_sentence_that_names_the_entry(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        drafter(**wrong)
    assert str(refusal.value) == f"Mapping jail, {says}"


@pytest.mark.parametrize(("wrong", "begins"), BEGINNINGS, ids=[begins[:40] for _, begins in BEGINNINGS])
def test_a_name_that_is_not_known_is_said_with_those_that_are(wrong: dict[str, Any], begins: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        drafter(**wrong)
    assert str(refusal.value).startswith(begins)
    assert str(refusal.value).endswith(".")
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"rows = ", "is not valid TOML"), (b"\xff\xfe", "cannot be read: it is not UTF-8 text."), (b"a = 1\na = 2", "is not valid TOML")],
)
def test_a_file_that_is_no_mapping_is_one_sentence(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(content)
    with pytest.raises(CannotRead, match=says) as refusal:
        load(str(path))
    assert str(refusal.value).startswith(f"The mapping {path} ")
    assert "\n" not in str(refusal.value)


def test_a_mapping_file_that_is_not_there_or_a_folder_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(CannotRead, match="cannot be read: No such file or directory."):
        load(str(tmp_path / "none.toml"))
    with pytest.raises(CannotRead, match="cannot be read: Is a directory."):
        load(str(tmp_path / "folder.toml"))


def test_a_mapping_that_is_not_there_names_those_that_are_shipped() -> None:
    with pytest.raises(CannotRead, match="Shipped: .*pierce"):
        load("atlantis")


def test_a_fact_is_read_once_a_booking_from_the_first_row_that_tells_of_it() -> None:
    reader = drafter(detainer=[{"when": {"column": "hold", "is": ["ice"]}, "received": "held"}])
    draft = reader.draft(
        "1", [(2, line()), (3, line(hold=" ICE ", held="2026-10-02 09:00")), (4, line(hold="ICE", held="2026-10-02 11:00"))]
    )
    assert [detainer["received_at"].isoformat() for detainer in draft.detainers] == ["2026-10-02T14:00:00+00:00"]


def test_a_fact_per_row_is_read_from_every_row_that_tells_of_it() -> None:
    reader = drafter(detainer=[{"per": "row", "when": {"column": "hold", "isnt": ["", "STATE"]}, "received": "held"}])
    rows = [(2, line(hold="STATE")), (3, line(hold="ICE", held="2026-10-02 09:00")), (4, line(hold="I-247", held="2026-10-02 11:00"))]
    assert len(reader.draft("1", rows).detainers) == 2


def test_some_time_in_the_booking_runs_from_booking_to_release() -> None:
    draft = drafter(detainer={"received": {"within": "booking"}}).draft("1", [(2, line())])
    assert draft.detainers[0]["received_at"] == draft.booking["booked_at"]
    assert draft.detainers[0]["received_until"] == draft.booking["released_until"]


def test_a_constant_goes_into_every_booking() -> None:
    reader = drafter(booking=BASE["booking"] | {"kind": {"value": "warrant"}})
    assert reader.draft("1", [(2, line())]).booking["kind"] == "warrant"


def test_a_value_outside_a_closed_list_is_rejected_with_the_list() -> None:
    reader = drafter(booking=BASE["booking"] | {"kind": "what"})
    with pytest.raises(Rejected, match="'THEFT' is not one of the values of kind of booking"):
        reader.draft("1", [(2, line())])


def test_with_one_row_a_booking_a_second_row_is_rejected() -> None:
    with pytest.raises(Rejected, match="one row a booking"):
        drafter(rows="booking").draft("1", [(2, line()), (3, line())])


def test_no_code_knows_a_jail() -> None:
    words = {mapping.stem for mapping in SHIPPED.glob("*.toml")} | {
        load(mapping.stem).county.get("name", "") for mapping in SHIPPED.glob("*.toml")
    }
    named = re.compile("|".join(rf"\b{re.escape(word.removesuffix(' County'))}\b" for word in words - {"", "flat"}), re.IGNORECASE)
    apps = ("accounts", "bookings", "notifications", "reports", "jailwatch")
    sources = [path for app in apps for path in (ROOT / app).rglob("*.py")]
    assert len(sources) > 50
    assert [str(path) for path in sources if named.search(path.read_text(encoding="utf-8"))] == []
