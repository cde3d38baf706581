"""JailWatch's own format: what is written in it comes back whole, every kind and every field."""

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest

from accounts import seals
from accounts.matching import keyed_hash
from accounts.models import County, Origin
from bookings.actions.bulk import BulkWriter
from bookings.drafts import Draft
from bookings.importing.compiling import offered_of
from bookings.importing.counties import find_county
from bookings.importing.drafting import Drafter
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.impossible import MODELS
from bookings.importing.mapping import SECTIONS, Parser, load
from bookings.importing.running import Report, Run
from bookings.kinds import KINDS
from bookings.models import Booking, Consent, Detainer, Handover, IceCall, Source
from tests.support import build
from tests.support.flat import HEADER, as_file, full_draft

ROOT = Path(__file__).resolve().parent.parent.parent
FLAT = load("flat")
DOCS = (ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
# What a row is, not what it says.
BOOKKEEPING = {
    *("id", "county_id", "batch_id", "recorded_at", "source", "public_id", "number_sealed", "number_hash", "import_digest", "version"),
    "to_check",
}


def told(county: County) -> dict[str, list[dict[str, Any]]]:
    """Every row of the county by kind; a row that it names by its place among the county's."""
    models = {"bookings": Booking} | {kind: KINDS[kind] for kind in SECTIONS.values()}
    places = {model: {pk: place for place, pk in enumerate(_pks(model, county))} for model in models.values()}
    return {
        kind: [_plain(model, row, places) for row in model.objects.filter(county=county).order_by("pk")] for kind, model in models.items()
    }


def _pks(model: Any, county: County) -> list[int]:
    return list(model.objects.filter(county=county).order_by("pk").values_list("pk", flat=True))


def _plain(model: Any, row: Any, places: dict[Any, dict[int, int]]) -> dict[str, Any]:
    plain = {}
    for column in model._meta.concrete_fields:
        value = column.value_from_object(row)
        if column.attname not in BOOKKEEPING:
            plain[column.name] = places[column.related_model].get(value) if column.related_model in places else value
    return plain | ({"facility": row.facility.code} if "facility" in plain else {})


def imported(folder: Path, content: str, county: County) -> Report:
    path = folder / "flat.csv"
    path.write_text(content, encoding="utf-8", newline="")
    return Run(path, county, FLAT, apply=True)()


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(4))
def test_what_is_written_in_it_comes_back_whole(tmp_path: Path, seed: int) -> None:
    here, there = build.county("here"), build.county("there")
    draw = random.Random(seed)
    drafts = [full_draft(draw, f"26-{number}") for number in range(6)]
    report = imported(tmp_path, as_file(drafts), there)
    assert list(report.rejected) == []
    for draft in drafts:
        draft.booking["person_key"] = keyed_hash("person", there.fips, draft.booking.pop("person"))
    writer = BulkWriter(here, by="command:test", origin=Origin.IMPORT, source=Source.IMPORT)
    writer.write(drafts)
    writer.settle()
    assert all(told(here).values())
    assert told(there) == told(here)
    seals.seal_due()
    assert seals.verify().problem == ""


@pytest.mark.django_db
def test_rows_may_stand_in_any_order_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    county, draw = build.county("there"), random.Random(9)
    drafts = [full_draft(draw, f"26-{number}") for number in range(4)]
    content = as_file(drafts, draw)
    assert imported(tmp_path, content, county).counts.new == 4
    before = told(county)
    assert imported(tmp_path, content, county).counts.unchanged == 4
    assert told(county) == before


def test_it_holds_every_field_of_every_kind() -> None:
    for name in MODELS:
        sections = [FLAT.booking] if name == "booking" else FLAT.repeated[name]
        assert set(sections[0].fields) == offered_of(name), name
    assert set(FLAT.questions) == {"birth", "citizen"}


def test_its_header_stands_in_the_docs() -> None:
    lines = [line for line in DOCS.splitlines() if line.startswith("number,fact,name,")]
    assert sorted(lines[-1].split(",")) == HEADER


def test_the_example_in_the_docs_is_read_whole(db: None, tmp_path: Path) -> None:
    block = next(part for part in DOCS.split("```") if part.startswith("\nnumber,fact,name,") and "26-0001" in part)
    report = imported(tmp_path, block.strip(), build.county("there"))
    assert str(report.counts) == "read=8 bookings=2 new=2 changed=0 unchanged=0 rejected=0 tocheck=0"
    assert (Handover.objects.get().detainer, Consent.objects.get().call) == (Detainer.objects.get(), IceCall.objects.get())


def test_the_docs_name_every_field_and_every_value_of_a_closed_list() -> None:
    for name, model in MODELS.items():
        part = DOCS.partition(f"**`[{name}]`**" if name == "booking" else f"**`[[{name}]]`**")[2].partition("\n**`")[0]
        fields = offered_of(name) - {"staff_minutes", "remarks"}
        assert [field for field in fields if f"| `{field}` |" not in part] == [], name
        columns = [column for column in model._meta.concrete_fields if column.name in fields and column.choices]
        assert [value for column in columns for value, _ in column.flatchoices if f"`{value}`" not in part] == [], name


def test_the_mapping_in_the_docs_is_a_mapping() -> None:
    block = DOCS.partition("```toml\n")[2].partition("```")[0]
    mapping = Parser("docs", tomllib.loads(block)).mapping()
    assert Drafter(mapping, sorted(mapping.columns())).width == len(mapping.columns())


def read(*rows: dict[str, str], header: str = "number,fact,booked,name,received,called,asked,answer,call,description") -> Draft:
    """The draft of one booking, from rows of its cells."""
    names = header.split(",")
    drafter = Drafter(FLAT, names, County(fips="27000", timezone="America/Chicago"))
    return drafter.draft("A1", [(line, [({"number": "A1"} | row).get(name, "") for name in names]) for line, row in enumerate(rows, 2)])


BOOKED = {"fact": "booking", "booked": "2026-05-04 12:03"}
CALL = {"fact": "ice_call", "name": "C1", "called": "2026-05-04 13:00"}
ASKED = {"fact": "consent", "asked": "2026-05-04", "answer": "yes", "call": "C1"}


@pytest.mark.parametrize(
    ("rows", "line", "says"),
    [
        ([CALL], 2, "no row of the file tells of this booking itself."),
        ([BOOKED, CALL, BOOKED], 4, "line 2 tells of this booking itself already."),
        ([BOOKED, {"fact": "chrage", "description": "THEFT"}], 3, "the mapping does not know what this row tells of."),
        (
            [BOOKED, CALL | {"received": "2026-05-04"}],
            3,
            "this kind of row has no received: clear that cell, or move it",
        ),
        ([BOOKED, ASKED], 3, "the consent names 'C1', but no call of this booking has that name."),
        ([BOOKED, CALL, CALL], 4, "two facts of this booking have the name 'C1': the ICE call and one above it."),
        ([BOOKED, {"fact": "allowing_offense", "description": "THEFT"}], 3, "the allowing offense has no handover."),
        ([BOOKED, {"fact": "charge"}], 3, "the charge has no description."),
        ([BOOKED, {"fact": "detainer", "received": "soon"}], 3, "received: 'soon' is no date of the form "),
    ],
)
def test_a_row_that_cannot_be_read_whole_is_rejected_with_its_line(rows: list[dict[str, str]], line: int, says: str) -> None:
    with pytest.raises(Rejected) as refusal:
        read(*rows)
    assert refusal.value.says.startswith(says)
    assert refusal.value.line == line


def test_a_time_left_blank_is_some_time_within_the_booking() -> None:
    draft = read(BOOKED | {"booked": "2026-05-04 12:03..2026-05-04 12:07"}, {"fact": "detainer"})
    assert draft.detainers[0]["received_at"] == draft.booking["booked_at"]
    assert draft.detainers[0]["received_until"] > draft.booking["booked_until"]
    assert (draft.booking["booked_until"] - draft.booking["booked_at"]).total_seconds() == 300


def test_columns_may_be_left_out_but_none_that_it_does_not_know_gets_lost() -> None:
    assert read(BOOKED, header="number,fact,booked").booking["sex"] == "unknown"
    with pytest.raises(CannotRead, match="Mapping flat does not know the column 'relased'. It knows: advised, age, "):
        read(BOOKED, header="number,fact,booked,relased")
    with pytest.raises(CannotRead, match="The file lacks the column 'booked' that mapping flat reads."):
        read(BOOKED, header="number,fact")


@pytest.mark.django_db
def test_a_county_that_does_not_exist_yet_has_the_clock_of_its_state_if_that_is_sure() -> None:
    assert find_county("27053", FLAT).timezone == "America/Chicago"
    with pytest.raises(CannotRead, match="TX has counties in two time zones. Make the county 48141 first, or set timezone in a copy"):
        find_county("48141", FLAT)


@pytest.mark.django_db
def test_a_fact_that_a_later_file_tells_differently_is_corrected(tmp_path: Path) -> None:
    county = build.county("there")
    lines = ["number,fact,booked,name,called,received,form", "A1,booking,2026-05-04 12:03,,,,", "A1,ice_call,,,2026-05-04 13:00,,"]
    imported(tmp_path, "\n".join([*lines, "A1,detainer,,,,2026-05-05,I-247A"]), county)
    report = imported(tmp_path, "\n".join([*lines, "A1,detainer,,,,2026-05-05,I-247X"]), county)
    assert (report.counts.changed, list(report.rejected)) == (1, [])
    assert (Detainer.objects.get().form, Detainer.objects.get().version, IceCall.objects.get().version) == ("I-247X", 2, 1)
