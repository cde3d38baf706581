"""The import page in a real browser: nothing for axe to find, nothing wider than a phone, a file applied and undone."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import County, Role, User
from bookings.importing import queue
from bookings.models import Booking, ImportBatch
from tests.support import browsing, build, uploads
from tests.support.files import row, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIERCE = {"zone": "America/Los_Angeles", "name": "Pierce County", "state": "WA"}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.IMPORTS = tmp_path / "imports"


@pytest.fixture
def county(live_server: Any) -> County:
    return build.county("pierce", **PIERCE)


@pytest.fixture
def officer(county: County) -> User:
    return build.person(Role.SUPERVISOR, county)


@pytest.fixture
def desk(page: Any, live_server: Any, officer: User) -> Iterator[Callable[[str], Any]]:
    """Opens an address as a signed-in supervisor; fails at the end if a page complained."""
    browsing.sign_in(page.context, live_server.url, officer)
    complaints = browsing.complaints(page)

    def go(address: str) -> Any:
        page.goto(live_server.url + address)
        return page

    yield go
    assert complaints == []


def pages(county: County, officer: User) -> list[str]:
    """Every page of the import, in every state that a file can be in."""
    waits, checked, batch = uploads.fill(county, officer)
    older = uploads.older(county, officer)
    read_so = uploads.older(county, officer)
    queue.confirm(read_so, "windows-1252", by=officer)
    broken = uploads.upload(county, officer, "broken.csv")
    queue.work()
    waits = uploads.upload(county, officer, "waits.csv", row())
    undone = batch.runs.model.objects.filter(state="undone").latest("pk")
    runs = [waits, checked, older, read_so, broken, undone, batch.runs.latest("pk")]
    return ["/staff/import/", f"/staff/import/batches/{batch.pk}/undo/", *(f"/staff/import/{run.public_id}/" for run in runs)]


@pytest.mark.parametrize("language", ["en", "es"])
def test_axe_finds_nothing_on_any_page_of_the_import(desk: Any, page: Any, county: County, officer: User, language: str) -> None:
    found = {}
    addresses = pages(county, officer)
    page.context.add_cookies([{"name": "django_language", "value": language, "url": desk("/staff/import/").url}])
    for address in addresses:
        desk(address)
        assert page.evaluate("document.documentElement.lang").startswith(language)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if broken := browsing.broken(page):
            found[address] = broken
    assert found == {}


def test_no_page_of_the_import_scrolls_sideways_on_a_phone(desk: Any, page: Any, county: County, officer: User) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    wide = {}
    for address in pages(county, officer):
        desk(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        if (width := page.evaluate("document.documentElement.scrollWidth")) > 360:
            wide[address] = width
    assert wide == {}


def test_a_file_is_uploaded_watched_applied_and_undone(desk: Any, page: Any, county: County, tmp_path: Path) -> None:
    """The page that waits loads itself again once the worker is done."""
    desk("/staff/import/")
    page.set_input_files("[name=file]", str(write(tmp_path, row(), row("K2"))))
    page.select_option("[name=mapping]", "pierce")
    page.click("text=Upload and check")
    assert page.locator("progress").count() == 1
    queue.work()
    page.wait_for_selector("text=Nothing is written yet")
    page.click("button:has-text('Apply')")
    queue.work()
    page.wait_for_selector("text=Applied as batch")
    assert Booking.objects.current().count() == 2
    page.click("text=Undo this import")
    page.click("button:has-text('Undo')")
    queue.work()
    page.wait_for_selector("text=2 bookings are as they were before the file.")
    assert Booking.objects.current().count() == 0


def test_the_import_works_without_javascript(browser: Any, live_server: Any, county: County, officer: User, tmp_path: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    browsing.sign_in(context, live_server.url, officer)
    page = context.new_page()
    page.goto(live_server.url + "/staff/import/")
    page.set_input_files("[name=file]", str(write(tmp_path, row())))
    page.select_option("[name=mapping]", "pierce")
    page.click("text=Upload and check")
    queue.work()
    page.click("text=Look again")
    page.click("button:has-text('Apply')")
    queue.work()
    page.click("text=Look again")
    assert "Applied as batch" in page.content()
    assert ImportBatch.objects.count() == 1
    context.close()
