"""The public site as files: the same bytes twice, every link resolves, no figure differs from the API, and no half bundle."""

import hashlib
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.translation import override

from accounts.models import County, Role
from accounts.periods import Month
from reports import rollup
from reports.bundle import site, writing
from reports.models import Release
from reports.public import serving
from reports.releases import actions
from tests.support import build, releasing

pytestmark = pytest.mark.django_db
OCTOBER, CLOSED = Month(2026, 10), datetime(2026, 11, 11, 6, 0, tzinfo=UTC)


def published() -> County:
    """A month in two revisions, and another county of which nothing is published."""
    county = releasing.six_taken(OCTOBER)
    build.county("quiet")
    people = {"drafted_by": build.person(Role.RECORDS_OFFICER, county), "approved_by": build.person(Role.SUPERVISOR, county)}
    actions.publish_month(county, OCTOBER, at=CLOSED, **people)
    build.handover(build.booking(county, "2026-10-12 08:00"), "2026-10-12 21:00")
    rollup.fill(county, OCTOBER)
    actions.publish_month(county, OCTOBER, at=CLOSED, why="A handover was written down late.", **people)
    return county


def fresh() -> None:
    serving.MEMORY.clear()
    cache.clear()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def links(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in folder.rglob("*.html"):
        for found in re.findall(r'(?:href|src)="([^"]+)"', path.read_text()):
            yield path, found.replace("&amp;", "&")


def test_the_bundle_is_the_same_twice_its_links_resolve_and_its_figures_are_those_of_the_api(tmp_path: Path) -> None:
    published()
    fresh()
    folder = tmp_path / "a" / "bundle"
    call_command("publish_bundle", output=str(folder))
    kept = tree(folder)
    fresh()
    call_command("publish_bundle", output=str(folder))  # over what is there
    assert tree(folder) == kept

    base = "county/here/reports/2026-10"
    expected = [f"{prefix}{base}{end}" for prefix in ("", "es/") for end in (".pdf", ".csv", ".xlsx", ".json", "/index.html")]
    expected += [f"{base}/index-revision-1.html", f"{base}-revision-1.pdf", "index.html", "es/index.html", "method/index.html"]
    expected += ["definitions/index.html", "county/here/index.html", "county/here/policies/index.html", "county/here/feed.xml"]
    expected += ["releases/here/00001-2026-10-r1.json", "releases/here/00002-2026-10-r2.json", "county/here/figures/HO-001.json"]
    assert set(expected) <= set(kept)

    check_hashes(kept)
    check_links(folder)
    check_figures(kept)
    check_nothing_private(kept)


def check_hashes(kept: dict[str, bytes]) -> None:
    said = json.loads(kept["manifest.json"])["files"]
    assert {
        name: hashlib.sha256(content).hexdigest() for name, content in kept.items() if name not in ("manifest.json", "SHA256SUMS")
    } == said
    assert kept["SHA256SUMS"].decode().splitlines() == [f"{digest}  {name}" for name, digest in said.items()]
    for one in Release.objects.all():
        assert said[f"releases/{one.row}/{one.number:05}-{one.period}-r{one.revision}.json"] == one.sha256


def check_links(folder: Path) -> None:
    """Of a file, or to the living site; none to a root that a folder does not have."""
    found = list(links(folder))
    assert len(found) > 100
    for path, href in found:
        parts = urlsplit(href)
        if parts.scheme:
            continue
        assert not href.startswith("/"), (path, href)
        target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
        assert target.is_file(), (path, href)
        if parts.fragment and target.suffix == ".html":
            assert f'id="{parts.fragment}"' in target.read_text(), (path, href)


def check_figures(kept: dict[str, bytes]) -> None:
    files = [name for name in kept if re.fullmatch(r"county/here/figures/[^/]+\.json", name)]
    assert len(files) > 50
    for name in files:
        code, _, by = Path(name).stem.partition("-by-")
        asked = {"county": "here", "measure": code, "from": "2026-10", "to": "2026-10"} | ({"by": by} if by else {})
        assert json.loads(kept[name]) == Client().get("/api/v1/figures/", asked).json()
    assert [one["value"] for one in json.loads(kept["county/here/figures/HO-001.json"])["results"]] == [7]
    report = json.loads(kept["county/here/reports/2026-10.json"])
    assert report == Client().get("/county/here/reports/2026-10.json").json()
    old = json.loads(kept["county/here/reports/2026-10-revision-1.json"])
    assert old["revision"] == 1


def check_nothing_private(kept: dict[str, bytes]) -> None:
    pages = {name: content.decode() for name, content in kept.items() if name.endswith(".html")}
    assert not [name for name, text in pages.items() if "<form" in text or "<script" in text or "csrf" in text]
    assert not [name for name, text in pages.items() if re.search(r'href="[^":]*(office|staff|accounts)/', text)]
    assert 'lang="es"' in pages["es/index.html"]
    assert "quiet" in "".join(pages["index.html"])


def test_a_run_that_is_killed_leaves_the_old_bundle_whole(tmp_path: Path) -> None:
    output = tmp_path / "bundle"
    writing.write(output, [("index.html", b"old")])
    kept = tree(output)

    def dies() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        writing.write(output, dies())
    assert tree(output) == kept
    output.rename(tmp_path / ".bundle.old")  # killed between the two renames
    writing.tidy(output, tmp_path / ".bundle.new", tmp_path / ".bundle.old")
    assert tree(output) == kept
    writing.write(output, [("other.html", b"newest")])
    assert set(tree(output)) == {"other.html", "manifest.json", "SHA256SUMS"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [".bundle.lock", "bundle"]


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(CommandError, match="something else than a bundle"):
        call_command("publish_bundle", output=str(tmp_path))
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_a_page_that_leads_nowhere_stops_the_bundle() -> None:
    published()
    with override("en"), pytest.raises(site.Broken, match="/county/here/reports/2026-09/ answers 404"):
        site.content(site.Address("/county/here/reports/2026-09/"))
