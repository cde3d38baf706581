"""Tables of groups: the rest row hatched, what is inside it named without a number, a withheld table one sentence."""

import csv
import io
import re
from dataclasses import replace

import pytest

from reports.figures import Figure, Status
from reports.measures.annual import AGE_BAND, CHARGE_LEVEL
from reports.public import files, groups
from reports.public.book import Book
from reports.public.panel import Cell
from tests.support.published import figure

INSIDE = Cell("in “all other groups”", "suppressed")


def race(values: dict[str, int | None], total: int = 188, row: str = "here") -> list[Figure]:
    """A table of people, with a value or protected."""
    return [one(group, value, total, row) for group, value in values.items()]


def one(group: str, value: int | None, total: int, row: str) -> Figure:
    status = Status.PUBLISHED if value is not None else Status.SUPPRESSED
    made = figure("here", "BK-002", "2025", value, "birth", group, total, 28, status)
    return Figure(**{name: getattr(made, name) for name in made.__slots__} | {"row": row})


SHOWN = race({"us_born": None, "foreign_born": 152, "unknown": 18, "~rest": 18})


def test_listed_groups_have_number_and_share_those_in_the_rest_row_neither() -> None:
    panel = groups.people_panel("people", SHOWN)
    assert [(row.label, row.cells) for row in panel.rows] == [
        ("born in the United States", (INSIDE, INSIDE)),
        ("born outside the United States", (Cell("152"), Cell("80.9 %"))),
        ("birthplace not known", (Cell("18"), Cell("9.6 %"))),
        ("All other groups", (Cell("18"), Cell("9.6 %"))),
    ]
    assert [(row.label, row.cells) for row in panel.foot] == [("All", (Cell("188"), Cell("100.0 %")))]


HEADERS = [
    (SHOWN, 11, "188 bookings in all · a group is named from 11 on · 1 group in the rest row"),
    (
        race({"us_born": None, "foreign_born": None, "unknown": 170, "~rest": 18}),
        5,
        "188 bookings in all · a group is named from 5 on · 2 groups in the rest row",
    ),
    (race({"us_born": 100, "foreign_born": 88, "unknown": 0}), 11, "188 bookings in all · a group is named from 11 on"),
    (race({"us_born": None, "foreign_born": None}, total=45), 11, "a group is named from 11 on"),
]


@pytest.mark.parametrize(("figures", "threshold", "said"), HEADERS)
def test_a_table_says_of_how_many_it_is_from_how_many_on_a_group_is_named_and_how_many_stand_together(
    figures: list[Figure], threshold: int, said: str
) -> None:
    assert groups.people_panel("people", [replace(one, threshold=threshold) for one in figures]).header == said


def test_a_withdrawn_table_says_so_with_its_reason_and_shows_no_number_of_a_group() -> None:
    gone = [replace(one, withdrawn=True, reason="Two files were read as one.") for one in race({"us_born": None, "foreign_born": None})]
    panel = groups.people_panel("people", gone)
    assert panel.withheld.startswith("This table was withdrawn after its publication")
    assert panel.withheld.endswith("Reason: Two files were read as one.")
    assert (panel.rows, panel.chart, panel.foot) == ((), "", ())


def test_each_row_of_a_file_of_people_names_the_threshold_and_how_many_groups_stand_together() -> None:
    rows = list(csv.DictReader(io.StringIO(files.csv_text([replace(one, threshold=11) for one in SHOWN], made_up=True))))
    assert [(row["group"], row["threshold"], row["groups_in_rest"]) for row in rows] == [
        ("us_born", "11", "1"),
        ("foreign_born", "11", "1"),
        ("unknown", "11", "1"),
        ("~rest", "11", "1"),
    ]
    results = files.json_text([replace(one, threshold=11) for one in SHOWN], made_up=True)["results"]
    assert {(one["threshold"], one["groups_in_rest"]) for one in results} == {(11, 1)}
    assert not {"threshold", "withdrawn"} & files.json_text([figure("here", "DT-001", "2026-09", 4)], made_up=True)["results"][0].keys()


def test_the_chart_has_one_hatched_bar_for_the_rest_and_none_for_what_is_inside_it() -> None:
    drawn = str(groups.people_panel("people", SHOWN).chart)
    wide = drawn[: drawn.index("</svg>")]
    assert len(re.findall(r'<rect [^>]*class="column"', wide)) == 2
    assert len(re.findall(r'<rect [^>]*fill="url', wide)) == 2
    assert ">in “all other groups”<" in wide


def test_percent_changes_the_texts_and_not_the_lengths() -> None:
    count, percent = (str(groups.people_panel("people", SHOWN, percent=percent).chart) for percent in (False, True))
    lengths = [re.findall(r'<rect [^>]*width="([0-9.]+)"', drawn) for drawn in (count, percent)]
    assert lengths[0] == lengths[1]
    assert ">80.9 %<" in percent
    assert ">80.9 %<" not in count


def test_a_withheld_table_is_one_sentence_without_bars_or_rows() -> None:
    panel = groups.people_panel("people", race({"us_born": None, "foreign_born": None, "unknown": None}, total=45))
    assert panel.withheld == "45 bookings. Not broken down: at least one group is too small to show safely."
    assert (panel.rows, panel.chart, panel.foot) == ((), "", ())


def test_a_table_of_a_pool_says_whose_row_it_is() -> None:
    panel = groups.people_panel("people", race({"us_born": 20, "foreign_born": 152, "unknown": 16}, row="smaller-counties-mn"))
    assert panel.title == "Bookings, by birthplace, 2025 (smaller counties of MN together)"


def test_the_figures_of_a_year_are_one_table_a_measure_grouping_and_row() -> None:
    mixed = [*race({"~rest": 18, "us_born": 170}, row="pool"), *race({"us_born": 100, "unknown": 88})]
    assert [[(one.row, one.group) for one in table] for table in groups.tables(mixed)] == [
        [("here", "us_born"), ("here", "unknown")],
        [("pool", "us_born"), ("pool", "~rest")],
    ]


def test_parts_that_are_all_known_make_a_bar_that_adds_up_and_others_make_none() -> None:
    def panel(values: dict[str, int | None]) -> groups.Panel:
        figures = [
            figure(
                "here", "DT-002", "2026-Q3", value, "outcome", group, 44, 27, Status.PUBLISHED if value is not None else Status.SUPPRESSED
            )
            for group, value in values.items()
        ]
        return groups.parts_panel(Book("here", figures), "outcomes", "DT-002", "outcome", "2026-Q3")

    whole, partly = panel({"handed_over": 14, "unaccounted": 30}), panel({"handed_over": 14, "unaccounted": None})
    assert (whole.topic, whole.withheld) == ("By outcome", "")
    assert (whole.title, whole.foot[0].cells[0].text) == ("Unaccounted for: 30 of 44 detainers, quarter 3 of 2026", "44")
    assert "<svg" in str(whole.chart)
    assert (partly.chart, partly.foot, partly.rows[1].cells[0].text) == ("", (), "suppressed")


def test_a_table_that_was_withdrawn_says_so_and_not_that_it_was_too_small() -> None:
    gone = [replace(one, withdrawn=True) for one in race({"us_born": None, "foreign_born": None, "unknown": None})]
    panel = groups.people_panel("people", gone)
    assert panel.withheld == "This table was withdrawn after its publication because it proved gravely wrong. It is not replaced."
    assert (panel.rows, panel.chart) == ((), "")


TOO_FEW = [
    ({"handed_over": None, "unaccounted": None}, Status.SUPPRESSED, "3 detainers, 2025. A breakdown is shown from 5 on."),
    ({"handed_over": None, "unaccounted": None}, Status.NO_DATA, "No groups for 2025: no data."),
]


@pytest.mark.parametrize(("values", "status", "said"), TOO_FEW)
def test_a_window_without_groups_says_why_and_keeps_its_table(values: dict[str, None], status: Status, said: str) -> None:
    figures = [figure("here", "DT-002", "2025", value, "outcome", group, 3, 27, status) for group, value in values.items()]
    panel = groups.parts_panel(Book("here", figures), "outcomes", "DT-002", "outcome", "2025")
    assert (panel.withheld, panel.chart, len(panel.rows)) == (said, "", 2)
    assert panel.title == "Detainers received, by outcome, 2025"


def test_ages_are_read_from_young_to_old_whatever_the_order_in_which_they_join_the_rest() -> None:
    codes = [group.code for group in AGE_BAND]
    figures = [figure("here", "YE-002", "2025", 20, "age_band", code, 140, 28) for code in codes]
    labels = [row.label for row in groups.people_panel("people", figures).rows]
    assert labels[:3] == ["under 18 years", "18 to 24 years", "25 to 34 years"]
    assert groups.READ.keys() <= {"age_band", "charge_level"}
    assert set(groups.READ["age_band"]) == set(codes)
    assert set(groups.READ["charge_level"]) == {group.code for group in CHARGE_LEVEL}
