"""What `manage.py prepare` and `manage.py up` do before anything is served."""

import gettext
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import Settings

from accounts.models import County
from jailwatch.management.commands import prepare, up
from jailwatch.messages import compile_all

PO = """msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "jail"
msgstr "cárcel"

msgid "one booking"
msgid_plural "%d bookings"
msgstr[0] "un ingreso"
msgstr[1] "%d ingresos"

#, fuzzy
msgid "guess"
msgstr "adivinanza"
"""


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    file = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_text(PO, encoding="utf-8")
    return file


def test_translations_are_compiled_without_gettext(tmp_path: Path, catalogue: Path) -> None:
    [compiled] = compile_all(tmp_path)
    with compiled.open("rb") as file:
        spanish = gettext.GNUTranslations(file)
    assert spanish.gettext("jail") == "cárcel"
    assert [spanish.ngettext("one booking", "%d bookings", number) for number in (1, 2)] == ["un ingreso", "%d ingresos"]
    assert spanish.gettext("guess") == "guess"


def test_translations_are_compiled_again_only_when_they_changed(tmp_path: Path, catalogue: Path) -> None:
    [compiled] = compile_all(tmp_path)
    assert compile_all(tmp_path) == []
    import os

    later = compiled.stat().st_mtime_ns + 1
    os.utime(catalogue, ns=(later, later))
    assert compile_all(tmp_path) == [compiled]
    assert sorted(file.name for file in catalogue.parent.iterdir()) == ["django.mo", "django.po"]


@pytest.fixture
def laptop(tmp_path: Path, settings: Settings) -> Path:
    """Static files of our own, collected as a server collects them: hashed names, from a manifest."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "page.css").write_text("a { color: red }")
    settings.VAR, settings.STATIC_ROOT, settings.LOCAL = tmp_path, tmp_path / "static", True
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    return tmp_path


def test_static_files_are_collected_again_only_when_they_changed(laptop: Path) -> None:
    assert prepare.collect() is True
    assert prepare.collect() is False
    (laptop / "source" / "page.css").write_text("a { color: blue }")
    assert prepare.collect() is True


def test_a_collection_that_was_interrupted_starts_over(laptop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare.collect()
    (laptop / "source" / "page.css").write_text("a { color: blue }")
    with monkeypatch.context() as patch:
        patch.setattr(prepare, "call_command", interrupted)
        with pytest.raises(KeyboardInterrupt):
            prepare.collect()
    assert prepare.collect() is True


def interrupted(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@pytest.fixture
def counties(db: None) -> list[County]:
    shared = {"state": "MN", "timezone": "America/Chicago"}
    made = County.objects.create(fips="27001", slug="maple", name="Maple County", made_up=True, **shared)
    return [made, County.objects.create(fips="27003", slug="anoka", name="Anoka County", made_up=False, **shared)]


@pytest.mark.django_db
def test_an_empty_database_is_announced_so_that_pages_say_it_is_being_filled(laptop: Path, capsys: Any) -> None:
    call_command("prepare")
    assert json.loads((laptop / "progress.json").read_text()) == {"step": "", "done": 0, "total": 0}
    assert capsys.readouterr().out.splitlines()[1:] == ["Static files: made ready.", "Database: unchanged."]


def test_a_database_with_a_county_is_not_announced(laptop: Path, counties: list[County]) -> None:
    call_command("prepare")
    assert not (laptop / "progress.json").exists()


@pytest.mark.django_db
def test_a_server_is_never_filled(laptop: Path, settings: Settings) -> None:
    settings.LOCAL = False
    call_command("prepare")
    assert not (laptop / "progress.json").exists()


def test_a_database_that_mixes_made_up_and_real_counties_is_refused(counties: list[County], capsys: Any) -> None:
    with pytest.raises(SystemExit) as refusal:
        call_command("up")
    assert refusal.value.code == 2
    [sentence] = capsys.readouterr().err.splitlines()
    assert sentence.startswith("The database mixes made-up and real counties")


@pytest.mark.parametrize("left", [0, 1])
def test_counties_of_one_kind_are_served(counties: list[County], left: int) -> None:
    County.objects.exclude(pk=counties[left].pk).delete()
    assert up.unready() == ""
