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


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"rows": "people"}, "Mapping jail, rows: "),
        ({"timezone": "Mars/Olympus"}, "Mapping jail, timezone: 'Mars/Olympus' is no time zone"),
        ({"delimiter": ";;"}, "Mapping jail, delimiter: "),
        ({"encoding": "ebcdic"}, "Mapping jail, encoding: "),
        ({"formats": "%Y"}, "Mapping jail, formats: "),
        ({"bookings": {}}, "'bookings' is not known here"),
        ({"booking": {"booked": "in"}}, "booking.number: every mapping needs it"),
        ({"booking": {"number": "no"}}, "booking.booked: every mapping needs it"),
        ({"booking": BASE["booking"] | {"sex": 3}}, "booking.sex: "),
        ({"booking": BASE["booking"] | {"sex": {"colum": "x"}}}, "'colum' is not known here"),
        ({"booking": BASE["booking"] | {"sex": {"column": "x", "value": "y"}}}, "give exactly one of column, value, within"),
        ({"booking": BASE["booking"] | {"sex": {"column": "what", "crosswalk": "none"}}}, "there is no table [crosswalk.none]"),
        ({"booking": BASE["booking"] | {"shoe_size": "what"}}, "shoe_size"),
        ({"booking": BASE["booking"] | {"version": "what"}}, "version"),
        ({"booking": BASE["booking"] | {"birth": "what"}}, "booking.birth: "),
        ({"charge": {"description": {"column": "what", "when": {"column": "hold"}}}}, "charge.description"),
        ({"detainer": {"per": "day", "received": "in"}}, "detainer.per"),
        ({"charge": {"description": "nowhere"}}, "lacks the column 'nowhere'"),
    ],
)
def test_a_mistake_in_a_mapping_is_one_sentence_that_names_the_entry(wrong: dict[str, Any], says: str) -> None:
    with pytest.raises(CannotRead) as refusal:
        drafter(**wrong)
    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_mapping_that_is_not_there_names_those_that_are_shipped() -> None:
    with pytest.raises(CannotRead, match="Shipped: .*pierce"):
        load("atlantis")


def test_a_mapping_that_is_no_toml_is_one_sentence(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("rows = ")
    with pytest.raises(CannotRead, match="not valid TOML"):
        load(str(path))


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
