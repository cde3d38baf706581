"""The examples of docs/disclosure.md are what the program publishes."""

import re
from pathlib import Path

import pytest

from jailwatch.env import BASE_DIR
from reports.clock.sentences import FIVE_SENTENCES
from reports.disclosure import Grouping, Shown, alternatives, prove, publish

TEXT = (Path(BASE_DIR) / "docs" / "disclosure.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^t=(\d+)\s+(.+?)\s+=> (.+)$", TEXT, re.MULTILINE)
OTHERS = re.findall(r"^t=(\d+)\s+(.+?)\s+also reads so:\s+(.+?)\s+and\s+(.+)$", TEXT, re.MULTILINE)


def counts(text: str) -> dict[str, int]:
    return {name: int(number) for name, number in (part.split() for part in text.split(", "))}


def grouping(row: dict[str, int]) -> Grouping:
    return Grouping("made_up", 1, tuple(row), False, False)


def said(shown: Shown) -> str:
    if shown.kind == "withheld":
        return f"withheld {shown.total}"
    listed = sorted(shown.listed.items()) + ([("rest", shown.rest)] if shown.rest is not None else [])
    return ", ".join(f"{group} {count}" for group, count in listed)


def test_the_method_page_shows_the_five_sentences() -> None:
    said = " ".join(TEXT.partition("## In five sentences")[2].partition("\n## ")[0].split())
    assert said == " ".join(f"{place}. {sentence}" for place, sentence in enumerate(FIVE_SENTENCES, start=1))


@pytest.mark.parametrize(("t", "row", "result"), EXAMPLES)
def test_an_example_of_the_page_is_published_so(t: str, row: str, result: str) -> None:
    assert said(prove(None, {"x": counts(row)}, grouping(counts(row)), int(t)).publication.rows["x"]) == result


@pytest.mark.parametrize(("t", "row", "least", "most"), OTHERS)
def test_the_other_truths_of_the_page_are_those_tried(t: str, row: str, least: str, most: str) -> None:
    truth = counts(row)
    found = [one.rows for one in alternatives(None, {"x": truth}, grouping(truth), int(t))]
    assert found == [{"x": truth | counts(least)}, {"x": truth | counts(most)}]
    assert len({str(publish(None, rows, grouping(truth), int(t))) for rows in [{"x": truth}, *found]}) == 1


def test_the_page_has_its_examples() -> None:
    assert (len(EXAMPLES), len(OTHERS)) == (8, 1)
