"""The dated lists as they are shipped, one TOML file a list, each entry with its source and the day it was checked."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bookings.countries import name_of

HERE = Path(__file__).resolve().parent
NAMES = ("legal_basis", "form", "reason", "reason_crosswalk", "handover_mode", "consular")


def shipped() -> Iterator[dict[str, Any]]:
    """Field values of every shipped `ListItem`."""
    for name in NAMES:
        content = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
        common = {"list": name, "checked_on": content["checked_on"]}
        yield from (common | item for item in content.get("items", ()))
        yield from (common | {"code": code, "label": name_of(code), "source": content["source"]} for code in content.get("codes", ()))
