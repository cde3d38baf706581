"""Writes pictures of the pages into `shots/`: `python -m tests.shots [name ...]`. A made-up county, a server and database of its own."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

WIDTHS = (360, 768, 1280)
ROOT = Path(__file__).resolve().parent.parent
SHOTS = ROOT / "shots"
OPEN = {
    "home": "/",
    "sign-in": "/accounts/login/",
    "public-county": "/county/larkspur/",
    "public-percent": "/county/larkspur/?show=percent&measure=HO-001",
    "public-small": "/county/yarrow/",
    "public-unpublished": "/county/mallow/",
    "public-measure": "/county/larkspur/figures/DT-002/",
    "public-policies": "/county/larkspur/policies/",
    "public-compare": "/compare/",
    "public-bad-address": "/county/larkspur/?month=soon",
}
PRINTED = ("month", "timeline", "paper", "public-county", "public-policies", "public-compare")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": f"sqlite:///{folder}/shots.sqlite3", "LOCAL": "1", "SECRET_KEY": "made up for pictures"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "jailwatch.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        os.environ.pop("REDIS_URL", None)
        prepare()
        pages = made_up_county()
        with server() as url:
            take(url, pages)


def prepare() -> None:
    import django
    from django.conf import settings

    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    django.setup()
    from django.core.management import call_command

    from jailwatch.messages import compile_all

    compile_all()
    call_command("migrate", verbosity=0)


def made_up_county() -> dict[str, str]:
    """The county, and the addresses of the pages that need a sign-in."""
    from accounts.models import Role
    from accounts.periods import Month
    from reports import rollup
    from tests.support import build, made_up

    county = build.county("larkspur", name="Larkspur County", made_up=True)
    shown = made_up.fill(county)
    rollup.fill_all(county, rollup.known_months(county))
    month = Month.of(datetime.now(county.zone), county.zone).shift(-1)
    published_counties(county)
    os.environ["SHOTS_SESSION"] = session_of(build.person(Role.SUPERVISOR, county))
    return {
        "office": "/office/",
        "month": f"/office/figures/{county.slug}/{month}/",
        "board": "/staff/",
        "new-booking": "/staff/bookings/new",
        "timeline": f"/staff/bookings/{shown.public_id}/",
        "overdue": "/staff/board/overdue/",
        "papers": f"/staff/bookings/{shown.public_id}/papers/",
        "paper": f"/staff/bookings/{shown.public_id}/papers/request/es/",
        "add-detainer": f"/staff/bookings/{shown.public_id}/add/detainers/",
        "add-handover": f"/staff/bookings/{shown.public_id}/add/handovers/",
        "correct": f"/staff/bookings/{shown.public_id}/booking/correct/",
        "follow-up": "/staff/follow-up/",
        "nil-return": "/staff/nil-return/",
        "overrides": "/staff/overrides/",
        "county": "/staff/county/",
        "county-policies": "/staff/county/policies/",
        "offices": "/staff/offices/",
        "office-add": "/staff/offices/add/",
        "county-lists": "/staff/county/list-items/?list=legal_basis",
        "add-outage": "/staff/county/outages/add/",
        "set-profile": "/staff/county/profiles/add/",
        **files_of_import(county, build.person(Role.RECORDS_OFFICER, county)),
    }


def published_counties(county: Any) -> None:
    """Releases of a large county and of one whose tables are withheld; a third has published nothing."""
    from tests.support import build, published

    published.publish(county, published.county_figures(county.slug))
    small = build.county("yarrow", name="Yarrow County", state="WA", made_up=True)
    published.publish(small, published.county_figures(small.slug, 0.01))
    build.county("mallow", name="Mallow County", made_up=True)


def files_of_import(county: Any, officer: Any) -> dict[str, str]:
    """A file that was applied, one that was undone, one that waits for somebody, one that waits for the worker."""
    from tests.support import uploads

    waits, checked, batch = uploads.fill(county, officer)
    return {
        "imports": "/staff/import/",
        "import-waits": f"/staff/import/{waits.public_id}/",
        "import-checked": f"/staff/import/{checked.public_id}/",
        "import-undo": f"/staff/import/batches/{batch.pk}/undo/",
    }


def session_of(user: Any) -> str:
    from django.test import Client

    client = Client()
    client.force_login(user)
    return client.cookies["sessionid"].value


@contextmanager
def server() -> Iterator[str]:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test.testcases import LiveServerThread

    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def take(url: str, pages: dict[str, str]) -> None:
    from playwright.sync_api import sync_playwright

    from tests.support import chromium

    SHOTS.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find_chromium(), args=chromium.arguments())
        wanted = set(sys.argv[1:])
        for name, address in (OPEN | pages).items():
            if wanted and name not in wanted:
                continue
            picture(browser, url, name, address, signed_in=name not in OPEN)
        browser.close()


def picture(browser: Any, url: str, name: str, address: str, *, signed_in: bool) -> None:
    context = browser.new_context()
    if signed_in:
        context.add_cookies([{"name": "sessionid", "value": os.environ["SHOTS_SESSION"], "url": url}])
    page = context.new_page()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(url + address)
        page.screenshot(path=SHOTS / f"{name}-{width}.png", full_page=True)
    if name in PRINTED:
        page.pdf(path=SHOTS / f"{name}.pdf", prefer_css_page_size=True)
    context.close()
    sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
