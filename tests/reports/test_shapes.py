"""The charts of the public pages: strip, flow, dots, small columns, gaps. Parsed as XML, every one of them."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from reports.charts import Band, Group, Mark, Point, columns, mini
from reports.dots import Dot, dots
from reports.drawing import WIDE
from reports.flow import Step, flow
from reports.strip import Apart, Bin, Middle, length, small, strip

SVG = "{http://www.w3.org/2000/svg}"
BINS = [Bin(0, 60, 6), Bin(60, 120, 11), Bin(120, 1440, 9), Bin(1440, 2880, 0), Bin(2880, None, 3)]
APART = [Apart("after the release", 2), Apart("no notice", 4)]
MIDDLE = Middle(0, 1, 2, 29)
STEPS = [Step("Bookings", 2600), Step("Detainers", 44), Step("Handovers", None, "no data")]
DOTS = [Dot("Aster", 18.4, "18.4"), Dot("Larkspur", 9.2, "9.2"), Dot("Yarrow", None, "too few to compare")]
MONTHS = [Point("Jan 2026", 3), Point("Feb 2026", 0), Point("Mar 2026", None, "no_data"), Point("Apr 2026", 9)]

DRAWN: dict[str, Callable[[], str]] = {
    "strip": lambda: strip("How much notice", BINS, APART, MIDDLE),
    "small": lambda: small("How much notice", BINS),
    "flow": lambda: flow("From booked to handed over", STEPS),
    "dots": lambda: dots("Detainers per 1,000 bookings", DOTS),
    "mini": lambda: mini("Bookings", MONTHS),
    "bands": lambda: columns("Bookings", MONTHS, marks=[Band(1, 2, "A gap"), Mark(0.5, "A policy")]),
}


def drawings(name: str) -> list[ET.Element]:
    return list(ET.fromstring(DRAWN[name]()))


def texts(svg: ET.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def description(svg: ET.Element) -> str:
    return svg.findtext(f"{SVG}desc") or ""


@pytest.mark.parametrize("name", DRAWN)
def test_a_chart_is_named_scales_and_carries_no_style(name: str) -> None:
    for svg in drawings(name):
        assert svg.get("viewBox")
        first, second = svg.get("aria-labelledby", "").split()
        ids = {element.get("id"): element.text for element in svg.iter()}
        assert ids[first]
        assert ids[second]
        assert not [e for e in svg.iter() if "style" in e.attrib]


@pytest.mark.parametrize("name", DRAWN)
def test_every_element_stays_inside_its_drawing(name: str) -> None:
    for svg in drawings(name):
        width, height = map(float, svg.get("viewBox", "").split()[2:])
        for element in svg.iter():
            for place, most in (("x", width), ("cx", width), ("y", height), ("cy", height)):
                assert -0.5 <= float(element.get(place, "0")) <= most + 0.5, (element.tag, element.attrib)


def test_the_description_of_a_strip_holds_every_band_and_its_percentiles() -> None:
    assert [description(svg) for svg in drawings("strip")] == [
        "0 to 1 h: 6; 1 h to 2 h: 11; 2 h to 24 h: 9; 24 h to 48 h: 0; 48 h and more: 3; after the release: 2; no notice: 4. "
        "The median lies in “1 h to 2 h”, the tenth percentile in “0 to 1 h”, the ninetieth in “2 h to 24 h” (n = 29)."
    ] * 2


def test_a_strip_has_a_line_at_each_reference_and_its_columns_are_in_proportion() -> None:
    wide, _narrow = drawings("strip")
    lines = [e for e in wide.iter() if e.get("class") == "reference"]
    assert len(lines) == 4
    heights = [float(e.get("height", "")) for e in wide.iter() if e.get("class") == "column"]
    assert [round(height / heights[1] * 11) for height in heights if height != 2] == [6, 11, 9, 3, 2, 4]
    assert {"1 h", "2 h", "24 h", "48 h", "A", "B"} <= set(texts(wide))


def test_a_strip_without_percentiles_draws_none() -> None:
    assert "median" not in strip("How much notice", BINS, APART)


def test_the_line_of_the_middle_spans_its_bins_and_the_median_its_own() -> None:
    wide, _narrow = drawings("strip")
    columns = [float(e.get("x", "")) for e in wide.iter() if e.get("class") == "column"]
    slot = columns[1] - columns[0]
    spans = {
        e.get("class"): (float(e.get("x1", "")), float(e.get("x2", ""))) for e in wide.iter() if e.get("class") in {"middle", "median"}
    }
    assert spans["middle"] == pytest.approx((columns[0] + 1, columns[0] + 3 * slot - 3), abs=0.3)
    assert spans["median"] == pytest.approx((columns[1] + 1, columns[1] + slot - 3), abs=0.3)


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "0 min"), (15, "15 min"), (60, "1 h"), (92, "1 h 32 min"), (2880, "48 h"), (-45, "−45 min")]
)
def test_lengths_are_said_in_hours_and_minutes(minutes: int, said: str) -> None:
    assert length(minutes) == said


ENLARGED = [
    ((2600, 209, 44), 10),
    ((2600, 520, 44), 5),
    ((2600, 521, 44), 1),
    ((2600, 0, 0), 1),
    ((0, 0), 1),
    ((5, 44), 1),
    ((1_000_000, 1), 1000),
]


@pytest.mark.parametrize(("counts", "times"), ENLARGED)
def test_what_follows_bookings_is_drawn_a_round_number_of_times_as_high_and_says_so(counts: tuple[int, ...], times: int) -> None:
    wide, _narrow = ET.fromstring(flow("Flow", [Step(f"Step {n}", count) for n, count in enumerate(counts)]))
    heights = [float(e.get("height", "")) for e in wide.iter() if e.get("class") == "column"]
    scale = heights[0] / counts[0] if counts[0] else 0
    for height, count in zip(heights[1:], counts[1:], strict=True):
        assert height == pytest.approx(max(count * scale * times, 1.5), abs=0.1) or counts[0] < count
    assert (f"from here on drawn {times:,} times as high" in texts(wide)) is (times > 1)
    assert len([e for e in wide.iter() if e.get("class") == "flow-band"]) == len(counts) - (2 if times > 1 else 1)


def test_a_flow_names_every_count_and_says_why_one_is_missing() -> None:
    for svg in drawings("flow"):
        assert {"2,600", "44", "no data"} <= set(texts(svg))
    assert description(drawings("flow")[0]) == "Bookings: 2,600; Detainers: 44; Handovers: no data."


def test_dots_stand_in_proportion_and_too_few_cases_have_none() -> None:
    for svg in drawings("dots"):
        found = [float(e.get("cx", "")) for e in svg.iter(f"{SVG}circle")]
        lines = [float(e.get("x1", "")) for e in svg.iter() if e.get("class") == "stem"]
        assert len(found) == 2
        assert (found[0] - lines[0]) / (found[1] - lines[1]) == pytest.approx(2, abs=0.01)
        assert "too few to compare" in texts(svg)


def test_small_columns_have_no_axis_and_name_their_ends() -> None:
    (svg,) = drawings("mini")
    assert set(texts(svg)) == {"Jan 2026", "Apr 2026", "9", "—"}
    assert svg.findtext(f"{SVG}title") == "Bookings. Apr 2026: 9."


def test_lines_and_bands_are_numbered_in_one_row_from_left_to_right() -> None:
    for svg in drawings("bands"):
        words = " ".join(" ".join(texts(svg)).split())
        assert "1 A policy" in words
        assert "2 A gap" in words
        (band,) = [e for e in svg.iter() if e.get("class") == "outage"]
        (line,) = [e for e in svg.iter() if e.get("class") == "policy"]
        assert float(line.get("x1", "")) < float(band.get("x", ""))
        assert "1: A policy. 2: A gap." in description(svg)


def test_bars_of_a_rest_row_are_hatched_by_size_and_hidden_groups_all_alike() -> None:
    from reports.bars import bars

    def widths(rest: int) -> list[str]:
        drawn = bars("Who", [Group("a", 50), Group("b", 0, "hidden", "in the rest"), Group("Rest", rest, "rest")])
        wide = drawn[: drawn.index("</svg>")]
        return re.findall(r'<rect [^>]*width="([0-9.]+)"[^>]*fill="url', wide)

    (hidden, rest), (hidden_again, more) = widths(10), widths(20)
    assert hidden == hidden_again == "16"
    assert float(more) == pytest.approx(2 * float(rest), abs=0.2)
    assert WIDE.width > float(more)
