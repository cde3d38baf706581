"""The vendored files are exactly those the manifest names, unchanged, with their licences."""

import hashlib
import json
from pathlib import Path

import pytest

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"
PACKAGES = json.loads((VENDOR / "manifest.json").read_text())
ENTRIES = [entry for package in PACKAGES for entry in package["files"]]


def test_every_vendored_file_is_in_the_manifest_and_no_other_is_there() -> None:
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert there - {"manifest.json", "fetch.py"} == {entry["file"] for entry in ENTRIES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_a_vendored_file_has_the_hash_written_down(entry: dict[str, str]) -> None:
    assert hashlib.sha256((VENDOR / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_package_stands_in_a_folder_of_its_version_with_its_licence(package: dict) -> None:
    folder = f"{package['name']}-{package['version']}/"
    names = [entry["file"] for entry in package["files"]]
    assert all(name.startswith(folder) for name in names)
    assert any(name.startswith(f"{folder}LICENSE") for name in names)
    assert package["licence"] in {"MIT", "0BSD", "OFL-1.1"}


def test_no_file_points_to_a_source_map_that_is_not_there() -> None:
    """Manifest storage stops collectstatic on such a line."""
    assert [e["file"] for e in ENTRIES if b"sourceMappingURL" in (VENDOR / e["file"]).read_bytes()] == []


def test_no_sheet_brings_an_image_that_the_content_policy_refuses() -> None:
    sheets = [VENDOR / entry["file"] for entry in ENTRIES if entry["file"].endswith(".css")]
    assert sheets
    assert [sheet.name for sheet in sheets if b"data:" in sheet.read_bytes()] == []


def test_an_edited_file_keeps_the_hash_it_had_in_its_package() -> None:
    edited = [entry for entry in ENTRIES if "edit" in entry]
    assert [entry["file"] for entry in edited] == ["pico-2.1.1/pico.min.css"]
    assert all(entry["sha256_in_package"] != entry["sha256"] for entry in edited)
