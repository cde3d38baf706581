"""Dots on one line a county, from a zero base: a comparison without a ranking. Whoever has too few cases has words and no dot."""

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.safestring import SafeString

from reports.drawing import GLYPH, LINE, NARROW, WIDE, Frame, add, drawing, sized, wrap

ROW = 30


class Dot(NamedTuple):
    """`value` is missing where it must not be drawn, and `text` says why; else `text` is the value in words."""

    label: str
    value: float | None
    text: str


def dots(title: str, rows: Sequence[Dot]) -> SafeString:
    return wrap([dots_in(frame, title, rows) for frame in (WIDE, NARROW)])


def dots_in(frame: Frame, title: str, rows: Sequence[Dot]) -> ET.Element:
    words = "; ".join(f"{row.label}: {row.text}" for row in rows) + "."
    svg = drawing(frame, f"{title.rstrip('.')}.", words, rows, "img")
    above = frame.name != WIDE.name
    left = 8.0 if above else min(max((len(row.label) for row in rows), default=0) * GLYPH + 16, 260)
    step = ROW + (LINE if above else 0)
    marked = steps(max((row.value or 0 for row in rows), default=0))
    right = frame.width - 60
    for tick in marked:
        x = left + (right - left) * tick / (marked[-1] or 1)
        add(svg, "line", x1=x, x2=x, y1=8, y2=8 + step * len(rows), class_="grid" if tick else "base")
        add(svg, "text", number_format(f"{tick:g}", use_l10n=True), x=x, y=26 + step * len(rows), text_anchor="middle", class_="axis")
    for index, row in enumerate(rows):
        draw_row(svg, row, 8 + step * index + step / 2, left, (right - left) / (marked[-1] or 1), above)
    return sized(svg, frame, 8 + step * len(rows) + 2 * LINE)


def draw_row(svg: ET.Element, row: Dot, y: float, left: float, scale: float, above: bool) -> None:
    if above:
        add(svg, "text", row.label, x=left, y=y - 8)
        y += 10
    else:
        add(svg, "text", row.label, x=left - 12, y=y + 4.5, text_anchor="end")
    if row.value is None:
        add(svg, "text", row.text, x=left + 6, y=y + 4.5, class_="axis")
        return
    x = left + scale * row.value
    add(svg, "line", x1=left, x2=x, y1=y, y2=y, class_="stem")
    add(svg, "circle", cx=x, cy=y, r=6, class_="dot")
    add(svg, "text", row.text, x=x + 11, y=y + 4.5)


def steps(most: float) -> list[float]:
    """Zero and up to four round steps, of which the last is not below the highest value."""
    if most <= 0:
        return [0]
    step = next(step for step in round_steps(most) if step * 4 >= most)
    return [step * index for index in range(math.ceil(most / step - 1e-9) + 1)]


def round_steps(most: float) -> Iterator[float]:
    power = 10.0 ** math.floor(math.log10(most / 4))
    yield from (round(power * factor, 6) for factor in (1, 2, 5, 10, 20))
