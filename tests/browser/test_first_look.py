"""The first pages in a real browser: they open, say nothing bad, fit a phone; a picture of each is kept in `shots/`."""

from typing import Any

import pytest

from jailwatch.env import BASE_DIR
from tests.support import browsing

pytestmark = pytest.mark.browser
PAGES = {"home": "/", "sign-in": "/accounts/login/", "definitions": "/definitions/", "method": "/method/"}
WIDTHS = (360, 1280)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_without_complaint_and_fits(live_server: Any, page: Any, name: str, width: int) -> None:
    complaints = browsing.complaints(page)
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} failed"))
    page.set_viewport_size({"width": width, "height": 800})
    response = page.goto(live_server.url + PAGES[name])
    assert response.status == 200
    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    picture = BASE_DIR / "shots" / f"{name}-{width}.png"
    picture.parent.mkdir(exist_ok=True)
    page.screenshot(path=picture, full_page=True)
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert complaints == []
