"""Made-up files of the shape that the shipped `pierce` mapping reads. Nobody in them exists."""

import csv
import io
from pathlib import Path

PLAIN = {
    "booking_id": "K1",
    "booking_dt": "2016-11-08 08:30:00",
    "release_dt": "2016-11-14 09:07:00",
    "booking_charge_desc": "THEFT",
    "charge_release_dt": "2016-11-14 09:00:00",
    "jurisdiction_cd": "SUP",
    "release_disposition_desc": "PR",
    "gender_desc": "MALE",
    "race_desc": "WHITE",
    "place_of_birth": "OREGON",
    "country_of_birth": "UNITED STATES OF AMERICA",
    "release_to_imm": "0",
    "cancel_detainer": "0",
    "imm_hold": "0",
    "final_release_disp": "PR",
    "category": "misdemeanor",
}

HEADER = list(PLAIN)


def row(number: str = "K1", **values: str) -> dict[str, str]:
    """A charge line; the booking's columns repeat in each of its lines."""
    return PLAIN | {"booking_id": number} | values


def text(*rows: dict[str, str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, HEADER)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def write(folder: Path, *rows: dict[str, str], name: str = "jail.csv") -> Path:
    path = folder / name
    path.write_text(text(*rows), encoding="utf-8", newline="")
    return path
