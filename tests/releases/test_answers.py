"""In which group of each table a booking stands, and when it is outside: what was not written down."""

from dataclasses import replace
from typing import Any

import pytest

from reports.measures.annual import COUNTRIES, TABLES, codes_of
from reports.releases.answers import ANSWERS, Ended, race_of
from reports.releases.document import canonical, sha256

NOBODY = Ended("unknown", "", None, "unknown", "", "unknown", "")


def said(by: str, **values: Any) -> str | None:
    return ANSWERS[by](replace(NOBODY, **values))


@pytest.mark.parametrize("by", ANSWERS)
def test_what_was_not_written_down_is_outside_every_table(by: str) -> None:
    assert said(by) is None


@pytest.mark.parametrize(
    ("by", "values", "group"),
    [
        ("sex", {"sex": "other"}, "other"),
        *(("age_band", {"age": age}, band) for age, band in ((0, "under_18"), (17, "under_18"), (18, "18_24"), (24, "18_24"))),
        *(("age_band", {"age": age}, band) for age, band in ((25, "25_34"), (44, "35_44"), (45, "45_54"), (64, "55_64"), (65, "65_up"))),
        ("charge_level", {"levels": {"misdemeanor", "felony", "hold"}}, "felony"),
        ("charge_level", {"levels": {"misdemeanor", "gross_misdemeanor"}}, "gross_misdemeanor"),
        ("charge_level", {"levels": {"infraction", "unknown"}}, "infraction"),
        ("charge_level", {"levels": {"hold", "unknown"}}, None),
        ("conviction", {"conviction": "convicted"}, "convicted"),
        ("conviction", {"conviction": "no_charge"}, None),
        ("conviction", {"conviction": "unknown"}, None),
        ("country", {"birth_answer": "declined"}, "declined"),
        ("country", {"birth_answer": "not_asked"}, None),
        ("country", {"birth_answer": "answered"}, None),
        ("country", {"birth_answer": "answered", "birth_country": "MX"}, "MX"),
        ("country", {"birth_answer": "answered", "birth_country": "PR"}, "US"),
        ("country", {"birth_answer": "answered", "birth_country": "NO"}, "another"),
        ("citizenship", {"citizen_answer": "answered", "citizen_country": "GU"}, "us_citizen"),
        ("citizenship", {"citizen_answer": "answered", "citizen_country": "MX"}, "other_citizen"),
        ("citizenship", {"citizen_answer": "declined"}, "declined"),
    ],
)
def test_an_answer_stands_in_one_group(by: str, values: dict[str, Any], group: str | None) -> None:
    assert said(by, **values) == group


@pytest.mark.parametrize(
    ("text", "group"),
    [
        *((letter, group) for letter, group in {"W": "white", "B": "black", "A": "asian_pacific", "I": "american_indian"}.items()),
        *((text, None) for text in ("", "U", "Unknown", "refused", "N/A")),
        ("White", "white"),
        ("WHITE HISPANIC", "hispanic"),
        ("Black or African American", "black"),
        ("Native Hawaiian", "asian_pacific"),
        ("American Indian/Alaska Native", "american_indian"),
        ("East Indian", "asian_pacific"),
        ("Two or more", "another"),
    ],
)
def test_races_are_read_from_the_words_of_files(text: str, group: str | None) -> None:
    assert race_of(text) == group


@pytest.mark.parametrize("by", sorted(ANSWERS))
def test_every_answer_is_on_the_closed_list_of_its_table(by: str) -> None:
    listed, places = set(codes_of(TABLES[by][1])), (*COUNTRIES, "NO", "PR")
    races = ("W", "Other", "H", "Asian")
    rows = [
        replace(NOBODY, sex=sex, race=race, age=age) for sex in ("female", "male", "other") for race in races for age in range(5, 90, 7)
    ]
    for answer in ("answered", "declined"):
        rows += [replace(NOBODY, birth_answer=answer, birth_country=one, citizen_answer=answer, citizen_country=one) for one in places]
    rows += [replace(NOBODY, levels={level}, conviction=status) for level in ("felony", "hold") for status in ("convicted", "no_charge")]
    assert {ANSWERS[by](one) for one in rows} - {None} <= listed


def test_the_bytes_of_a_document_follow_from_its_content() -> None:
    assert canonical({"b": ("é", None), "a": frozenset({2, 1})}) == '{"a":[1,2],"b":["é",null]}'
    assert sha256("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
    with pytest.raises(TypeError):
        canonical({"a": 0.1})
