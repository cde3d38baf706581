"""A board that shows a part says of how many, and leads to all of them."""

from typing import Any
from unittest.mock import patch

import pytest
import time_machine

from accounts.models import County
from tests.staff import desk
from tests.staff.test_timeline_and_board import busy, queries

pytestmark = pytest.mark.django_db
LISTS = ("releases", "papers", "visits")


@pytest.fixture(autouse=True)
def _noon() -> Any:
    with time_machine.travel(desk.NOON, tick=False), patch("notifications.board.MOST", 3), patch("notifications.views.board.A_PAGE", 4):
        yield


@pytest.fixture
def county() -> County:
    return desk.county_with_building()


def test_a_board_that_shows_all_says_nothing_of_a_part(county: County) -> None:
    busy(county, 3)
    text = desk.clerk(county).get("/staff/").content.decode()
    assert "These are the first" not in text


@pytest.mark.parametrize("name", LISTS)
def test_a_board_that_shows_a_part_says_of_how_many_and_leads_to_all(name: str, county: County) -> None:
    busy(county, 6)
    client = desk.clerk(county)
    board = client.get("/staff/")
    assert (len(board.context[name]["rows"]), board.context[name]["total"]) == (3, 6)
    text = board.content.decode()
    assert text.count("These are the first 3 of 6.") == len(LISTS)
    assert f"/staff/board/{name}/?county=here" in text
    keys = [row["key"] for page in (1, 2) for row in client.get(f"/staff/board/{name}/?page={page}").context["rows"]]
    assert len(keys) == len(set(keys)) == 6
    assert keys[:3] == [row["key"] for row in board.context[name]["rows"]]


@pytest.mark.parametrize("name", LISTS)
def test_the_whole_list_asks_as_often_with_more_people(name: str, county: County) -> None:
    client, address = desk.clerk(county), f"/staff/board/{name}/"
    busy(county, 4)
    few = queries(client, address)
    busy(county, 20)
    assert queries(client, address) == few


def test_a_list_that_is_none_is_not_found(county: County) -> None:
    assert desk.clerk(county).get("/staff/board/gossip/").status_code == 404


@pytest.mark.parametrize("name", LISTS)
def test_staff_of_another_county_see_none_of_it(name: str, county: County) -> None:
    busy(county, 2)
    stranger = desk.clerk(desk.county_with_building("there"))
    assert stranger.get(f"/staff/board/{name}/").context["rows"] == []
    assert stranger.get(f"/staff/board/{name}/?county=here").status_code == 404
