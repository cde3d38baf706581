"""Charts: values in, markup out. Parsed as XML, so that a stray label or an unescaped sign fails here and not in a browser."""

import re
import xml.etree.ElementTree as ET
from calendar import month_abbr

import pytest
from django.utils import translation

from reports.charts import Group, Mark, Point, columns, stacked, thinned, ticks
from reports.drawing import NARROW, WIDE

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [f"{name} {year}" for year in range(2022, 2027) for name in month_abbr[1:]]
YEAR = [Point(label, 10 * n) for n, label in enumerate(MONTHS[:12], start=1)]
OUTCOMES = [Group("Handed to ICE", 4), Group("Released", 8), Group("Withdrawn", 0), Group("Unaccounted for", 1, "unaccounted")]


def drawings(markup: str) -> list[ET.Element]:
    return list(ET.fromstring(markup))


def classed(svg: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def texts(svg: ET.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def named(svg: ET.Element) -> tuple[str, str]:
    """Title and description, found the way a screen reader finds them."""
    by_id = {element.get("id"): element.text or "" for element in svg.iter()}
    first, second = svg.get("aria-labelledby", "").split()
    return by_id[first], by_id[second]


@pytest.mark.parametrize("markup", [columns("Bookings by month", YEAR), stacked("Outcomes", OUTCOMES)], ids=["columns", "stacked"])
def test_a_chart_is_drawn_wide_and_narrow_and_scales_to_its_box(markup: str) -> None:
    wide, narrow = drawings(markup)
    assert (wide.get("class"), narrow.get("class")) == ("wide", "narrow")
    for svg in (wide, narrow):
        assert svg.get("viewBox")
        assert svg.get("width") is svg.get("height") is None


@pytest.mark.parametrize("markup", [columns("Bookings by month", YEAR), stacked("Outcomes", OUTCOMES)], ids=["columns", "stacked"])
def test_a_chart_carries_no_style_and_no_script(markup: str) -> None:
    for element in ET.fromstring(markup).iter():
        assert "style" not in element.attrib
        assert not [name for name in element.attrib if name.startswith("on")]
    assert "<style" not in markup
    assert "<script" not in markup


def test_ids_are_unique_on_a_page_with_several_charts() -> None:
    page = f"<p>{columns('A', YEAR)}{columns('B', YEAR)}{stacked('A', OUTCOMES)}</p>"
    ids = [element.get("id") for element in ET.fromstring(page).iter() if element.get("id")]
    assert len(ids) == len(set(ids)) > 12


def test_every_pattern_that_is_used_is_in_the_same_drawing() -> None:
    points = [*YEAR, Point("Jan 2023", None, "suppressed")]
    for svg in drawings(columns("Bookings", points)) + drawings(stacked("Outcomes", OUTCOMES)):
        ids = {element.get("id") for element in svg.iter()}
        assert {fill[5:-1] for e in svg.iter() if (fill := e.get("fill", "")).startswith("url(")} <= ids


def test_title_and_description_hold_the_last_figure() -> None:
    for svg in drawings(columns("Bookings by month", YEAR, description="Unit: bookings.")):
        title, description = named(svg)
        assert title == "Bookings by month. Dec 2022: 120."
        assert description == "Dec 2022: 120. Unit: bookings."


def test_the_last_figure_is_the_last_whole_month_and_the_part_month_is_said_to_be_one() -> None:
    wide, _narrow = drawings(columns("Bookings", [*YEAR, Point("Jan 2023", 7, "not_yet")]))
    title, description = named(wide)
    assert title.endswith("Dec 2022: 120.")
    assert "Jan 2023: 7 so far." in description
    assert len(classed(wide, "column-now")) == 1


def test_outcomes_are_all_named_with_their_counts_in_the_description_and_legend() -> None:
    for svg in drawings(stacked("Outcomes", OUTCOMES)):
        assert named(svg) == ("Outcomes", "13 in all: Handed to ICE 4; Released 8; Withdrawn 0; Unaccounted for 1.")
        assert {"Handed to ICE", "Released", "Withdrawn", "Unaccounted for"} <= set(texts(svg))


@pytest.mark.parametrize("hostile", ['<script>alert(1)</script>"', "a & b ]]>", "</svg><img src=x>", "tab\x07bell \x00"])
def test_a_hostile_label_stays_a_label(hostile: str) -> None:
    points = [Point(hostile, 3, href="/x/?a=1&b=2"), Point("Feb", 4, href="javascript:alert(1)")]
    markup = columns(hostile, points, marks=[Mark(1, hostile)], description=hostile) + stacked(hostile, [Group(hostile, 1)])
    root = ET.fromstring(f"<p>{markup}</p>")
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags <= {"p", "div", "svg", "title", "desc", "defs", "pattern", "line", "circle", "rect", "text", "a"}
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == ["/x/?a=1&b=2"]


def test_the_height_of_a_column_is_proportional_to_its_value() -> None:
    for svg in drawings(columns("Bookings", YEAR)):
        heights = [float(rect.get("height", "")) for rect in classed(svg, "column")]
        assert len(heights) == 12
        assert all(abs(height / heights[-1] - n / 12) < 0.01 for n, height in enumerate(heights, start=1))
        bottoms = {round(float(r.get("y", "")) + float(r.get("height", ""))) for r in classed(svg, "column")}
        assert len(bottoms) == 1


def test_unknown_zero_suppressed_and_not_yet_look_different() -> None:
    points = [Point("a", 5), Point("b", 0), Point("c", None, "no_data"), Point("d", None, "suppressed"), Point("e", None, "not_yet")]
    for svg in drawings(columns("Bookings", points)):
        assert [rect.get("height") for rect in classed(svg, "column")][1] == "2"
        assert texts(svg).count("—") == 1
        assert len([e for e in svg.iter() if e.get("fill", "").endswith("-hatch)")]) == 1
        assert len(classed(svg, "not-yet")) == 1


def test_a_suppressed_column_says_nothing_about_its_value() -> None:
    low, high = (columns("Bookings", [Point("a", 50), Point("b", value, "suppressed")]) for value in (1, 49))
    without_ids = [re.sub(r"c[0-9a-f]{12}", "", markup) for markup in (low, high)]
    assert without_ids[0] == without_ids[1]
    assert "49" not in without_ids[1]


@pytest.mark.parametrize("points", [[], [Point("a", 0)], [Point("a", None, "no_data")] * 3, [Point("a", 0)] * 60], ids=len)
def test_empty_and_all_zero_series_still_make_a_chart(points: list[Point]) -> None:
    for svg in drawings(columns("Bookings", points)):
        assert "0" in texts(svg)
        assert "NaN" not in ET.tostring(svg, encoding="unicode")


def test_a_series_without_figures_says_so() -> None:
    assert "No figures yet." in named(drawings(columns("Bookings", []))[0])[0]
    assert "No figures yet." in named(drawings(stacked("Outcomes", [Group("a", 0)]))[0])[1]


@pytest.mark.parametrize("frame", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("count", [1, 2, 13, 27, 60])
def test_names_never_touch_stay_inside_and_the_last_is_always_there(frame: object, count: int) -> None:
    places = thinned(frame, MONTHS[-count:])
    ordered = [places[index] for index in sorted(places)]
    assert max(places) == count - 1
    assert all(one[1] < two[0] for one, two in zip(ordered, ordered[1:], strict=False))
    assert all(left >= 0 and right <= frame.width for left, right in ordered)


def test_thirteen_months_are_all_named_where_there_is_room() -> None:
    assert len(thinned(WIDE, MONTHS[:13])) == 13


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [0]),
        (1, [0, 1]),
        (4, [0, 1, 2, 3, 4]),
        (5, [0, 2, 4, 6]),
        (9, [0, 5, 10]),
        (31, [0, 10, 20, 30, 40]),
        (2600, [0, 1000, 2000, 3000]),
    ],
)
def test_ticks_are_few_and_round_and_reach_the_highest_value(most: int, expected: list[int]) -> None:
    assert ticks(most) == expected


def test_numbers_in_attributes_do_not_follow_the_language() -> None:
    with translation.override("es"):
        root = ET.fromstring(columns("Ingresos", [Point("oct", 1234), Point("nov", 2345)]))
    for rect in root.iter(f"{SVG}rect"):
        assert all(float(rect.get(name, "0")) >= 0 for name in ("x", "y", "width", "height"))


def test_columns_wide_enough_to_hit_are_links_with_words_and_narrow_ones_are_not() -> None:
    points = [Point(label, 3, href=f"/m/{n}/") for n, label in enumerate(MONTHS[:13])]
    wide, narrow = drawings(columns("Bookings", points))
    assert [a.get("aria-label") for a in wide.iter(f"{SVG}a")][0] == "Jan 2022: 3"
    assert (wide.get("role"), narrow.get("role")) == ("group", "img")
    assert not list(narrow.iter(f"{SVG}a"))
    assert not list(ET.fromstring(columns("Bookings", points * 4)).iter(f"{SVG}a"))


def test_a_policy_is_a_numbered_line_with_its_note() -> None:
    for svg in drawings(columns("Bookings", YEAR, marks=[Mark(6, "Second policy"), Mark(2, "First policy")])):
        assert len(classed(svg, "policy")) == 2
        assert "1 First policy" in " ".join(" ".join(texts(svg)).split())


def test_the_parts_of_the_bar_are_in_proportion_and_fill_it() -> None:
    wide, _narrow = drawings(stacked("Outcomes", OUTCOMES))
    bar = [e for e in wide.iter(f"{SVG}rect") if e.get("height") == "48" and e.get("class")]
    widths = [float(rect.get("width", "")) + 2 for rect in bar]
    assert sum(widths) == pytest.approx(WIDE.width - 2, abs=1)
    assert [round(13 * width / sum(widths)) for width in widths] == [4, 8, 1]


def test_twelve_outcomes_have_twelve_different_looks_and_none_is_hatched() -> None:
    wide, _narrow = drawings(stacked("Outcomes", [Group(f"g{n}", 0) for n in range(12)]))
    swatches: dict[str, list[str]] = {}
    for rect in wide.iter(f"{SVG}rect"):
        if rect.get("width") == "22":
            swatches.setdefault(rect.get("y", ""), []).append(rect.get("class") or rect.get("fill", ""))
    assert len({tuple(look) for look in swatches.values()}) == 12
    assert "hatch" not in ET.tostring(wide, encoding="unicode")


def test_the_unaccounted_take_no_colour() -> None:
    wide, _narrow = drawings(stacked("Outcomes", OUTCOMES))
    assert len(classed(wide, "unaccounted")) == 2
