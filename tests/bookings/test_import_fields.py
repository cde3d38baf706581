"""Every field that a mapping may fill: read by its kind, and refused with its line where the database would refuse it."""

from typing import Any

import pytest
from django.db.models import BooleanField, CharField, CheckConstraint, DecimalField, IntegerField, JSONField, TextField
from hypothesis import example, given
from hypothesis import strategies as st

from bookings.importing.compiling import EXTRA, PLACES, REFUSED, RELATIONS
from bookings.importing.compiling import offered_of as _offered
from bookings.importing.drafting import Drafter
from bookings.importing.errors import CannotRead, Rejected
from bookings.importing.formats import ISO
from bookings.importing.formats import reader as _reader
from bookings.importing.impossible import BROKEN, MODELS
from bookings.importing.mapping import Parser
from bookings.importing.oddities import odd
from bookings.models.moments import FIELD_OF, moments_in

HEADER = ["no", "in", "out", "a", "b", "c"]
BASE: dict[str, Any] = {
    "timezone": "America/Chicago",
    "formats": ["%Y-%m-%d %H:%M", "%Y-%m-%d"],
    "booking": {"number": "no", "booked": "in", "released": "out"},
}
# Constraints of the tables that no value of a file can break: what a file fills cannot say such a thing.
OUT_OF_REACH = {
    *(f"{model._meta.model_name}_error_has_its_reason" for model in MODELS.values()),
    *("booking_birth_country_needs_an_answer", "booking_citizen_country_needs_an_answer"),  # answers are read by one function
    "booking_release_is_whole",  # settled: a release has a kind, nobody in custody has one
    "charge_place_counts_from_one",
    *("detainer_supersedes_another", "detainer_duplicate_has_its_reason"),
}


def drafted(kind: str, /, *cells: str, **fields: Any) -> Any:
    section = BASE["booking"] | fields if kind == "booking" else fields
    drafter = Drafter(Parser("jail", BASE | {kind: section}).mapping(), HEADER)
    row = ["1", "2026-10-01 10:00", "2026-10-03 10:00", *cells, *[""] * (3 - len(cells))]
    return drafter.draft("1", [(2, row)])


@pytest.mark.parametrize("kind", MODELS)
def test_every_check_of_the_database_is_made_while_reading_or_cannot_be_broken_by_a_file(kind: str) -> None:
    checks = {one.name for one in MODELS[kind]._meta.constraints if isinstance(one, CheckConstraint)}
    by_field = {name for name in checks if FIELD_OF.get(name)}  # closed lists, spans, orders
    assert checks - by_field - {name for name, _ in BROKEN.get(kind, [])} - OUT_OF_REACH == set()


@pytest.mark.parametrize("kind", MODELS)
def test_every_field_on_offer_is_of_a_kind_that_can_be_read(kind: str) -> None:
    model = MODELS[kind]
    plain = _offered(kind) - set(moments_in(model)) - EXTRA.get(kind, set()) - set(RELATIONS[kind])
    known = CharField | TextField | IntegerField | BooleanField | JSONField | DecimalField
    assert [name for name in plain if not isinstance(model._meta.get_field(name), known)] == []
    assert not plain & (REFUSED - PLACES.get(kind, set()))


@pytest.mark.parametrize("name", ["duplicate_of", "duplicate_reason", "supersedes", "version", "batch", "recorded", "recorded_at"])
def test_what_only_the_record_itself_says_is_no_field_of_a_mapping(name: str) -> None:
    with pytest.raises(CannotRead, match=f"Mapping jail, detainer.{name}: it is not known here"):
        drafted("detainer", received="in", **{name: "a"})


@pytest.mark.parametrize(
    ("written", "meant"),
    [("1", True), (" yes ", True), ("Y", True), ("x", True), ("TRUE", True), ("", False), ("0", False), ("no", False), ("False", False)],
)
def test_a_box_is_ticked_or_not(written: str, meant: bool) -> None:
    assert drafted("detainer", written, received="in", final_order="a").detainers[0]["final_order"] is meant


def test_a_box_that_is_neither_is_rejected() -> None:
    with pytest.raises(Rejected, match="'maybe' is neither yes nor no for box 1: final order of removal"):
        drafted("detainer", "maybe", received="in", final_order="a")


@pytest.mark.parametrize(
    ("kind", "cells", "fields", "says"),
    [
        ("booking", ["121"], {"age": "a"}, "The age is over 120 years"),
        ("booking", ["TW-3"], {"notice_version": "a"}, "A notice needs its time and the version of its text"),
        ("booking", ["2026-10-01 10:05"], {"notice": "a"}, "A notice needs its time and the version of its text"),
        ("booking", ["2026-09-30"], {"court": "a"}, "The first court appearance is before the booking"),
        ("charge", ["theft", "2026-10-02"], {"description": "a", "disposed": "b"}, "Only a charge that ended"),
        ("detainer", ["State police"], {"received": "in", "relayed_from": "a"}, "A relayed detainer names the agency"),
        ("detainer", ["comply"], {"received": "in", "decision": "a"}, "A decision needs its time"),
        ("detainer", ["1", "1"], {"received": "in", "pendency": "a", "dhs_transferred": "b"}, "Box 1 and box 2 of the form exclude"),
        ("detainer", ["in_person"], {"received": "in", "served_how": "a"}, "How the copy was served needs the time"),
        ("detainer", ["2026-10-02"], {"received": "in", "told": "a"}, "The person can be told of a decision only once"),
        ("detainer", ["State prison"], {"received": "in", "relayed_to": "a"}, "A relay needs its time and the agency"),
        ("detainer", ["2026-09-30"], {"received": "in", "served": "a"}, "The copy was served before the detainer was received"),
        ("stay", ["MAIN", "2026-09-30"], {"facility": "a", "began": "in", "ended": "b"}, "The person left the building before"),
        ("stay", [""], {"facility": "a", "began": "in"}, "the stay has no facility"),
        ("detainer", [""], {"received": "a"}, "the detainer has no received"),
        ("handover", [""], {"handed": "a"}, "the handover has no handed"),
        ("ice_call", ["2026-10-02"], {"called": "in", "answered": "a"}, "The time of ICE's answer needs the answer"),
        ("ice_call", ["2026-10-02"], {"called": "in", "phone": "a"}, "A time on the phone is recorded only if"),
        ("ice_call", ["urgent"], {"called": "in", "override_reason": "a"}, "A reason for going without consent is recorded only if"),
        ("ice_call", ["identity; shoes"], {"called": "in", "told": "a"}, "'shoes' is not one of the values of what ICE was told"),
        ("visit", ["in_person", "ice"], {"kind": "a", "requested": "in", "ended_by": "b"}, "A visit that did not start has no end"),
        ("visit", ["video", "urgent"], {"kind": "a", "requested": "in", "override_reason": "b"}, "only for a visit that started"),
        ("visit", [""], {"kind": "a", "requested": "in"}, "the visit has no kind"),
        ("consent", [""], {"asked": "in", "answer": "a"}, "the consent has no answer"),
        ("federal_request", ["records", ""], {"kind": "a", "agency": "b", "received": "in"}, "the federal request has no agency"),
        (
            "federal_request",
            ["records", "FBI", "2026-10-02"],
            {"kind": "a", "agency": "b", "received": "in", "answered": "c"},
            "The time of the answer needs the answer",
        ),
        ("citizenship_claim", ["2026-10-02"], {"claimed": "in", "answered": "a"}, "The time of ICE's answer needs the answer"),
        ("citizenship_claim", ["2026-09-02"], {"claimed": "in", "told": "a"}, "ICE was told before the claim was made"),
        ("consular_notice", [""], {"advised": "a"}, "Give the time of the advice"),
        ("consular_notice", [""], {"told": "in", "consulate": "a"}, "Say which country's consulate was told"),
        ("release_step", ["eligible"], {"kind": "a", "occurred": "in"}, "Say why the person became eligible"),
        ("release_step", ["cleared", "bail"], {"kind": "a", "occurred": "in", "reason": "b"}, "Say why the person became eligible"),
        ("release_step", ["cleared", "100"], {"kind": "a", "occurred": "in", "amount": "b"}, "Only a step of bail has an amount"),
        ("release_step", ["bail_set", "a lot"], {"kind": "a", "occurred": "in", "amount": "b"}, "'a lot' is no amount of dollars"),
        ("release_step", ["bail_set", "-5"], {"kind": "a", "occurred": "in", "amount": "b"}, "'-5' is no amount of dollars"),
        (
            "release_step",
            ["bail_set", "1.005"],
            {"kind": "a", "occurred": "in", "amount": "b"},
            "'1.005' may be thousands or dollars and cents",
        ),
        ("release_step", ["bail_set", "12,50.00"], {"kind": "a", "occurred": "in", "amount": "b"}, "'12,50.00' is no amount of dollars"),
        ("release_step", ["bail_set", "0.005"], {"kind": "a", "occurred": "in", "amount": "b"}, "'0.005' is no amount of dollars"),
        ("booking", ["19,5"], {"age": "a"}, "'19,5' is no whole number for age in whole years"),
        ("allowing_offense", ["THEFT"], {"description": "a"}, "the allowing offense has no handover"),
        ("fingerprint_check", ["2026-09-02"], {"sent": "in", "fbi": "a"}, "The FBI answered before the prints were sent"),
        ("booking", ["thirty"], {"age": "a"}, "'thirty' is no whole number for age in whole years"),
        ("booking", ["-1"], {"age": "a"}, "'-1' is no whole number for age in whole years"),
        ("booking", ["32768"], {"age": "a"}, "'32768' is no whole number for age in whole years"),
    ],
)
def test_what_the_database_would_refuse_is_rejected_with_its_line(kind: str, cells: list[str], fields: dict[str, str], says: str) -> None:
    with pytest.raises(Rejected, match=says) as refusal:
        drafted(kind, *cells, **fields)
    assert refusal.value.line == 2


def test_an_offense_allows_the_only_handover_and_is_either_a_charge_or_described() -> None:
    sections = {"handover": {"handed": "out"}, "allowing_offense": {"description": "a"}}
    mapping = Parser("jail", BASE | sections).mapping()
    read = Drafter(mapping, HEADER).draft
    cells = ["1", "2026-10-01 10:00", "2026-10-03 10:00"]
    assert read("1", [(2, [*cells, "THEFT", "", ""])]).more["allowing-offenses"][0]["handover"] == 0
    with pytest.raises(Rejected, match="Choose a charge of this booking, or describe an earlier offense"):
        read("1", [(2, [*cells, "", "", ""])])


def test_only_one_offense_counts_for_a_handover() -> None:
    sections = {"handover": {"handed": "out"}, "allowing_offense": [{"description": "a"}, {"description": "b"}]}
    row = ["1", "2026-10-01 10:00", "2026-10-03 10:00", "THEFT", "ARSON", ""]
    with pytest.raises(Rejected, match="One offense already counts for this handover"):
        Drafter(Parser("jail", BASE | sections).mapping(), HEADER).draft("1", [(2, row)])


SPOKE = "the person spoke with ICE, and no yes of theirs is on record before it."


@pytest.mark.parametrize(
    ("asked", "answer", "override", "sentences"),
    [
        ("2026-10-01 11:00", "yes", "", []),
        ("2026-10-01 11:00", "no", "", [SPOKE]),
        ("2026-10-01 13:00", "yes", "", [SPOKE]),
        ("2026-10-01 13:00", "yes", "told by the judge", []),
    ],
)
@pytest.mark.parametrize("about", ["visit", "call", "what comes next"])
def test_a_talk_with_ice_without_a_yes_before_it_is_kept_and_listed(
    asked: str, answer: str, override: str, sentences: list[str], about: str
) -> None:
    noon, named = {"value": "2026-10-01 12:00"}, {"name": {"value": "it"}}
    over = {"override_reason": {"value": override}}
    visit = named | over | {"kind": {"value": "phone"}, "requested": "in", "started": noon}
    call = named | over | {"called": noon, "put_on_phone": {"value": "yes"}}
    consent = {"asked": "a", "answer": "b"} | ({about: {"value": "it"}} if about in ("visit", "call") else {})
    talk = {"ice_call": call} if about == "call" else {"visit": visit}
    drafter = Drafter(Parser("jail", BASE | talk | {"consent": consent}).mapping(), HEADER)
    draft = drafter.draft("1", [(2, ["1", "2026-10-01 10:00", "2026-10-03 10:00", asked, answer, ""])])
    assert odd(draft) == sentences


DECIMAL_COMMAS = [("1.250,00", "1250.00"), ("50,5", "50.50"), ("1.000.000", "1000000.00"), ("1500.0000", "1500.00")]


@pytest.mark.parametrize(("written", "amount"), [("", None), ("$1,500", "1500.00"), ("0", "0.00"), ("2.5", "2.50"), *DECIMAL_COMMAS])
def test_an_amount_may_have_its_dollar_and_its_commas(written: str, amount: str | None) -> None:
    step = drafted("release_step", written, kind={"value": "bail_set"}, occurred="in", amount="a").more["release-steps"][0]
    assert step["amount"] == amount


def test_a_list_takes_several_values_once_each_in_capitals_or_through_a_crosswalk() -> None:
    told = drafted("ice_call", "IDENTITY, release|identity", called="in", told="a").more["ice-calls"][0]["told"]
    assert told == ["identity", "release"]


@pytest.mark.parametrize(
    ("cell", "holds"), [("HOLD FOR ICE", True), ("ice-hold", True), ("POLICE HOLD", False), ("ICEBOX", False), ("", False)]
)
def test_words_are_whole_words_wherever_they_stand(cell: str, holds: bool) -> None:
    with_word = drafted("detainer", cell, when={"column": "a", "has": ["ice"]}, received="in").detainers
    without = drafted("detainer", cell, when={"column": "a", "hasnt": ["ice"]}, received="in").detainers
    assert (bool(with_word), bool(without)) == (holds, not holds)


def test_of_several_crosswalks_the_first_that_knows_a_value_holds() -> None:
    birth = {"text": {"column": "a", "crosswalk": ["own", "us_states", "iso"]}}
    mapping = Parser("jail", BASE | {"booking": BASE["booking"] | {"birth": birth}, "crosswalk": {"own": {"CA": "CA"}}}).mapping()
    drafter = Drafter(mapping, HEADER)
    cells = ["CA", "TX", "MX", "Salem, Oregon", "Puerto Rico, USA", "Tbilisi, Georgia", "Pago Pago, American Samoa, USA", "León, México"]
    rows = [["1", "2026-10-01 10:00", "", cell, "", ""] for cell in cells]
    found = [drafter.draft("1", [(2, row)]).booking["birth_country"] for row in rows]
    assert found == ["CA", "US", "MX", "US", "", "", "", "MX"]


@pytest.mark.parametrize(("written", "age"), [("", None), ("0", 0), ("031", 31), ("120", 120)])
def test_a_number_may_be_blank(written: str, age: int | None) -> None:
    assert drafted("booking", written, age="a").booking["age"] == age


NEAR = st.from_regex(r"\A2016-(1|01|W45)-?(2|02)[ T]?([0-2][0-9])?:?[0-5]?[0-9]?(:[0-5][0-9]|[+.][0-9]{1,4})?\Z")


@given(text=NEAR | st.text(alphabet="0123456789-: T+WZ.", max_size=22), pattern=st.sampled_from(sorted(ISO)))
@example(text="2016-W45-2 08:30:00", pattern="%Y-%m-%d %H:%M:%S")
@example(text="2016-11-08 08:30+01", pattern="%Y-%m-%d %H:%M:%S")
@example(text="2016-11-08 083000.1", pattern="%Y-%m-%d %H:%M:%S")
@example(text="2016-W45-2", pattern="%Y-%m-%d")
def test_the_fast_reader_of_iso_times_reads_what_strptime_reads_and_nothing_else(text: str, pattern: str) -> None:
    assert outcome(_reader(pattern), text) == outcome(_reader(pattern + "%%"), text + "%")


def outcome(read: Any, text: str) -> Any:
    try:
        return read(text)
    except ValueError:
        return "refused"
