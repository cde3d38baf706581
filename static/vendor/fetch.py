"""Fetch the vendored files again with `npm pack` and check each against its hash in manifest.json.

Run by a developer who changes a version: `python3 static/vendor/fetch.py`. Neither running nor testing JailWatch needs it, or Node.
With `--pin` the hashes of what arrived are written into the manifest, to be read in the diff before they are committed.

An entry may name an edit; then the manifest holds the hash of the package's file and of ours. There is one: Pico's icons are data:
images, which the content policy refuses. Overriding them in a later sheet is not enough, since a browser that has Pico and not yet
that sheet asks for them.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
MANIFEST = HERE / "manifest.json"
EDITS: dict[str, Callable[[bytes], bytes]] = {"no data images": lambda content: re.sub(rb'url\("data:[^"]*"\)', b"none", content)}


def pack(npm: str, version: str, into: Path) -> Path:
    """The package's archive, unpacked; npm checks the registry's own integrity value on the way."""
    out = subprocess.run(["npm", "pack", f"{npm}@{version}", "--json"], cwd=into, check=True, capture_output=True, text=True)
    archive = into / json.loads(out.stdout)[0]["filename"]
    with tarfile.open(archive) as tar:
        tar.extractall(into, filter="data")
    return into / "package"


def copy(source: Path, entry: dict[str, str], pin: bool) -> str:
    """Write one file when its hash is the one expected; return a complaint, or nothing."""
    content = source.read_bytes()
    edited = EDITS[entry["edit"]](content) if "edit" in entry else content
    found = hashes(entry, content, edited)
    if pin:
        entry.update(found)
    if any(entry[key] != value for key, value in found.items()):
        return f"{entry['file']}: expected sha256 {entry['sha256']}, got {found['sha256']}; left as it was"
    target = HERE / entry["file"]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(edited)
    return ""


def hashes(entry: dict[str, str], content: bytes, edited: bytes) -> dict[str, str]:
    found = {"sha256": hashlib.sha256(edited).hexdigest()}
    return found | {"sha256_in_package": hashlib.sha256(content).hexdigest()} if "edit" in entry else found


def fetch(package: dict[str, Any], pin: bool) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        unpacked = pack(package["npm"], package["version"], Path(folder))
        return [copy(unpacked / entry["from"], entry, pin) for entry in package["files"]]


def main(pin: bool) -> int:
    manifest = json.loads(MANIFEST.read_text())
    complaints = [line for package in manifest for line in fetch(package, pin) if line]
    if pin:
        MANIFEST.write_text(json.dumps(manifest, indent=2) + "\n")
    print("\n".join(complaints) or "All vendored files are as the manifest says.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main("--pin" in sys.argv[1:]))
