"""Weekday by time of day: a square each whose size is its count, over twelve months or more. Every count is written in its square."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from reports.drawing import GLYPH, LINE, NARROW, WIDE, Frame, add, drawing, number, sized, wrap


class Row(NamedTuple):
    label: str
    values: tuple[int, ...]


def grid(title: str, bands: Sequence[str], rows: Sequence[Row]) -> SafeString:
    return wrap([grid_in(frame, title, bands, rows) for frame in (WIDE, NARROW)])


def grid_in(frame: Frame, title: str, bands: Sequence[str], rows: Sequence[Row]) -> ET.Element:
    words = "; ".join(
        f"{row.label}: " + ", ".join(f"{band} {number(v)}" for band, v in zip(bands, row.values, strict=True)) for row in rows
    )
    svg = drawing(frame, f"{title.rstrip('.')}.", f"{words}.", (bands, rows), "img")
    left = max((len(row.label) for row in rows), default=0) * GLYPH + 8
    slot = (frame.width - left) / max(len(bands), 1)
    high = min(slot, 34.0)
    most = max((value for row in rows for value in row.values), default=0) or 1
    for index, band in enumerate(bands):
        add(svg, "text", band, x=left + slot * (index + 0.5), y=LINE, text_anchor="middle", class_="axis")
    for place, row in enumerate(rows):
        y = LINE + 10 + high * place
        add(svg, "text", row.label, x=0, y=y + high / 2 + 4.5)
        for index, value in enumerate(row.values):
            draw_cell(svg, left + slot * index, y, slot, high, value, most)
    return sized(svg, frame, round(LINE + 14 + high * len(rows)))


def row_words(bands: Sequence[str], row: Row) -> str:
    return ", ".join(f"{band} {number(value)}" for band, value in zip(bands, row.values, strict=True))


def draw_cell(svg: ET.Element, x: float, y: float, slot: float, high: float, value: int, most: int) -> None:
    """A bar under the count, as wide as the count is large."""
    width = (slot - 6) * value / most
    add(svg, "rect", x=x + (slot - width) / 2, width=width, y=y + 2, height=high - 4, class_="cell")
    add(svg, "text", number(value), x=x + slot / 2, y=y + high / 2 + 4.5, text_anchor="middle", class_="cell-value")
