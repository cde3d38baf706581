"""Bars of categories: every one is there with its label and value, and none stands out."""

import re
import xml.etree.ElementTree as ET

import pytest

from reports.bars import bars
from reports.charts import Group

GROUPS = [Group("0 to 1 h", 21), Group("1 to 2 h", 0), Group("ICE <not> told", 42)]


def drawings(groups: list[Group]) -> list[ET.Element]:
    """The wide and the narrow one."""
    return [ET.fromstring(text) for text in re.findall(r"<svg.*?</svg>", bars("Lead time", groups), re.S)]


@pytest.mark.parametrize("place", [0, 1])
def test_every_category_has_its_bar_label_and_value(place: int) -> None:
    svg = drawings(GROUPS)[place]
    texts = [node.text for node in svg.iter() if node.tag.endswith("text")]
    assert texts == ["0 to 1 h", "21", "1 to 2 h", "0", "ICE <not> told", "42"]
    rects = [node for node in svg.iter() if node.tag.endswith("rect")]
    widths = [float(rect.get("width", "0")) for rect in rects]
    assert widths[0] == pytest.approx(widths[2] / 2, abs=0.5)
    assert (widths[1], {rect.get("class") for rect in rects}) == (1.5, {"column"})


def test_a_chart_of_nothing_has_lines_and_no_division_by_zero() -> None:
    assert len(drawings([Group("none", 0)])) == 2
    assert len(drawings([])) == 2
