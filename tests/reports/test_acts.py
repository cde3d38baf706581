"""The closed list of acts, stated whole: every pair of a measure and a grouping, and what it is. "all" is the measure uncut."""

from reports.disclosure import is_act
from reports.disclosure.acts import ACTS as LISTED
from reports.measures import MEASURES

# What the agency did (docs/disclosure.md, section 2).
ACTS = {
    "BK-001": "all",
    "BK-002": "all",
    "BK-003": "all",
    "AK-001": "all",
    "AK-002": "all",
    "AK-003": "all basis",
    "AK-004": "all",
    "AK-006": "all",
    "AK-007": "all",
    "AK-005": "all",
    "IC-001": "all started channel reply",
    "IC-002": "all",
    "IC-003": "all voluntary",
    "IC-005": "all",
    "RQ-001": "all channel answer",
    "DT-001": "all",
    "DT-002": "all outcome",
    "DT-003": "all form warrant",
    "DT-004": "all served decision",
    "DT-005": "all",
    "DT-006": "all basis told",
    "DT-007": "all",
    "DT-008": "all",
    "DT-009": "all outcome",
    "DT-010": "all",
    "VI-001": "all kind held room",
    "VI-004": "all",
    "VI-002": "all kind",
    "TN-001": "all channel outcome",
    "TN-002": "all told",
    "TN-003": "all channel answer taken person",
    "TN-004": "all answer",
    "RL-001": "all",
    "CU-001": "all",
    "CU-002": "all",
    "CU-005": "all",
    "HO-001": "all",
    "HO-003": "all mode place agency basis",
    "HO-005": "all",
    "HO-006": "all",
    "HO-007": "all",
    "EN-001": "all contact",
    "EN-002": "all",
    "EN-003": "all",
    "EN-004": "all",
    "CN-001": "all",
    "CN-002": "all channel",
    "FP-001": "all",
    "LT-001": "all band",
    "LT-002": "all band",
    "LT-003": "all",
    "LT-004": "all",
    "LT-005": "all",
    "LT-006": "all",
    "LT-007": "all",
    "LT-008": "all",
    "LT-009": "all",
    "LT-010": "all",
    "LT-011": "all",
    "LT-012": "all",
    "LT-013": "all",
    "LT-014": "all",
    "LT-015": "all",
    "LT-016": "all",
    "LT-017": "all",
    "LT-018": "all",
    "LT-019": "all",
    "LT-020": "all",
    "LT-021": "all",
    "LT-022": "all",
    "LT-023": "all",
    "LT-024": "all",
    "CO-002": "all",
    "QA-001": "all",
    "QA-002": "all field",
    "QA-003": "all",
    "QA-004": "all",
    "NR-001": "all",
}
# What describes people, and sums of minutes and money.
ATTRIBUTES = {
    "BK-002": "birth",
    "BK-003": "kind sex race age country region citizenship",
    "AK-001": "answer",
    "AK-002": "answer citizenship",
    "AK-003": "asker",
    "AK-007": "language",
    "IC-001": "trigger answer",
    "IC-002": "consent",
    "IC-003": "answer about interpreter language",
    "IC-004": "all citizen",
    "RQ-001": "kind",
    "DT-003": "warrant_kind reason trigger came_from",
    "DT-005": "band minutes",
    "DT-010": "conviction",
    "VI-001": "answer",
    "VI-002": "consent ended_by attorney language",
    "VI-003": "all",
    "TN-003": "counsel conviction",
    "RL-001": "kind",
    "CU-001": "minutes",
    "CU-002": "minutes",
    "CU-003": "all",
    "CU-004": "all",
    "CU-005": "band minutes",
    "CU-006": "all",
    "HO-002": "all conviction",
    "HO-004": "all court",
    "HO-005": "later",
    "HO-006": "offense",
    "HO-007": "later",
    "VI-004": "agency",
    "EN-001": "sex race age level",
    "EN-002": "sex race age level country region birth citizenship conviction",
    "EN-003": "sex race age level country region birth citizenship conviction",
    "EN-004": "country region birth citizenship",
    "CN-001": "answer duty",
    "CN-002": "duty consulate",
    "FP-001": "match stage",
    "QA-005": "all",
    "LT-001": "minutes",
    "LT-002": "minutes",
    "LT-003": "band minutes",
    "LT-004": "band minutes",
    "LT-005": "band minutes",
    "LT-006": "band minutes",
    "LT-007": "band minutes",
    "LT-008": "band minutes",
    "LT-009": "band minutes",
    "LT-010": "band minutes",
    "LT-011": "band minutes",
    "LT-012": "band minutes",
    "LT-013": "band minutes",
    "LT-014": "band minutes",
    "LT-015": "band minutes",
    "LT-016": "band minutes",
    "LT-017": "band minutes",
    "LT-018": "band minutes",
    "LT-019": "band minutes",
    "LT-020": "band minutes",
    "LT-021": "band minutes",
    "LT-022": "band minutes",
    "LT-023": "band minutes",
    "LT-024": "band minutes",
    "CO-001": "all task",
    "CO-003": "all",
    "CO-004": "all",
    "CO-005": "all",
    "CO-006": "all",
    "CO-007": "all",
    "CO-008": "all",
    "QA-001": "delay",
}


def pairs() -> set[tuple[str, str]]:
    return {(code, by) for code, measure in MEASURES.items() for by in ("", *(one.code for one in measure.groupings))}


def told(table: dict[str, str]) -> set[tuple[str, str]]:
    return {(code, "" if word == "all" else word) for code, words in table.items() for word in words.split()}


def test_these_pairs_are_acts_and_all_others_describe_people() -> None:
    assert told(ACTS) | told(ATTRIBUTES) == pairs()
    assert {pair for pair in pairs() if is_act(*pair)} == told(ACTS) == set(LISTED)


def test_a_grouping_is_of_the_kind_that_the_list_says() -> None:
    wrong = [
        (code, one.code) for code, measure in MEASURES.items() for one in measure.groupings if (one.kind == "act") != is_act(code, one.code)
    ]
    assert wrong == []


def test_what_nobody_defined_is_no_act() -> None:
    assert not is_act("XX-999", "")
    assert not is_act("DT-001", "outcome")


def test_sums_of_minutes_and_money_are_no_acts() -> None:
    assert not [code for code, measure in MEASURES.items() if measure.weigh is not None and code != "FP-001" and is_act(code, "")]
