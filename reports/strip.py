"""How much notice there was: releases by lead time, on a line that is stretched near zero, with reference lines and no goal.

Each bin has the same width, whatever its length in minutes, so the line is log-like and its ends are written on it. What is not a
length stands apart: a notice after the release, no notice, not known. Percentiles are told and drawn as the bins in which they lie.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.charts import ticks
from reports.drawing import GLYPH, LINE, MINI, NARROW, WIDE, Frame, add, drawing, extent, hatch, number, sized, wrap, write

REFERENCES = {60: "1 h", 120: "2 h", 1440: "24 h", 2880: "48 h"}
GAP = 14.0  # between the line and what stands apart


class Bin(NamedTuple):
    """How many releases have a lead time from `low` up to, not including, `high` minutes; the last bin has no `high`."""

    low: int
    high: int | None
    n: int


class Apart(NamedTuple):
    label: str
    n: int


class Middle(NamedTuple):
    """In which bins the tenth, fiftieth and ninetieth percentile lie, and over how many releases. -1 is before the first bin."""

    p10: int
    p50: int
    p90: int
    n: int


def strip(title: str, bins: Sequence[Bin], apart: Sequence[Apart], middle: Middle | None = None) -> SafeString:
    return wrap([strip_in(frame, title, bins, apart, middle) for frame in (WIDE, NARROW)])


def small(title: str, bins: Sequence[Bin]) -> SafeString:
    """The line alone, small: its columns without an axis, and the reference lines with their lengths."""
    svg = drawing(MINI, f"{title.rstrip('.')}.", strip_words(bins, (), None), bins, "img")
    slot, top = MINI.across / len(bins), max((one.n for one in bins), default=0) or 1
    add(svg, "line", x1=0, x2=MINI.width, y1=MINI.base, y2=MINI.base, class_="base")
    for index, one in enumerate(bins):
        draw_count(svg, MINI, slot * index, slot, one.n, top)
        if one.low in REFERENCES:
            add(svg, "line", x1=slot * index, x2=slot * index, y1=MINI.top, y2=MINI.base + 4, class_="reference")
            add(svg, "text", REFERENCES[one.low], x=slot * index, y=MINI.base + LINE, text_anchor="middle", class_="axis")
    return wrap([sized(svg, MINI, MINI.base + LINE + 6)])


def strip_in(frame: Frame, title: str, bins: Sequence[Bin], apart: Sequence[Apart], middle: Middle | None) -> ET.Element:
    svg = drawing(frame, f"{title.rstrip('.')}.", strip_words(bins, apart, middle), (bins, apart, middle), "img")
    hatch(svg)
    counts = [one.n for one in bins] + [one.n for one in apart]
    top = draw_grid(svg, frame, max(counts, default=0))
    slot = (frame.across - GAP) / max(len(counts), 1)
    for index, count in enumerate(counts):
        draw_count(svg, frame, place(frame, slot, index, len(bins)), slot, count, top)
    draw_edges(svg, frame, bins, slot)
    middle_of_line = frame.left + slot * len(bins) / 2
    add(svg, "text", _("notice before the release"), x=middle_of_line, y=frame.base + 2 * LINE + 4, text_anchor="middle", class_="axis")
    if middle:
        draw_middle(svg, frame, bins, slot, middle)
    notes = draw_apart(svg, frame, apart, slot, len(bins))
    return sized(svg, frame, frame.base + 4 * LINE + notes)


def strip_words(bins: Sequence[Bin], apart: Sequence[Apart], middle: Middle | None) -> str:
    parts = [f"{bin_label(one)}: {number(one.n)}" for one in bins] + [f"{one.label}: {number(one.n)}" for one in apart]
    return "; ".join(parts) + "." + (f" {middle_words(bins, middle)}" if middle else "")


def middle_words(bins: Sequence[Bin], middle: Middle) -> str:
    text = _("The median lies in “%(p50)s”, the tenth percentile in “%(p10)s”, the ninetieth in “%(p90)s” (n = %(n)s).")
    places = {"p10": middle.p10, "p50": middle.p50, "p90": middle.p90}
    return text % ({name: place_label(bins, at) for name, at in places.items()} | {"n": number(middle.n)})


def place_label(bins: Sequence[Bin], at: int) -> str:
    return bin_label(bins[at]) if at >= 0 else _("after the release")


def bin_label(one: Bin) -> str:
    if one.high is None:
        return _("%(low)s and more") % {"low": length(one.low)}
    return _("%(low)s to %(high)s") % {"low": length(one.low) if one.low else "0", "high": length(one.high)}


def length(minutes: int) -> str:
    """Minutes and hours as they are said: 15 min, 1 h, 1 h 30 min; below zero the notice came after the release."""
    hours, rest = divmod(abs(minutes), 60)
    return ("−" if minutes < 0 else "") + " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])


def place(frame: Frame, slot: float, index: int, line: int) -> float:
    return frame.left + slot * index + (GAP if index >= line else 0)


def draw_grid(svg: ET.Element, frame: Frame, most: int) -> int:
    marked = ticks(most)
    for tick in marked:
        y = frame.base - frame.plot * tick / (marked[-1] or 1)
        add(svg, "line", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y, class_="grid" if tick else "base")
        add(svg, "text", number(tick), x=frame.left - 8, y=y + 4.5, text_anchor="end", class_="axis")
    return marked[-1] or 1


def draw_count(svg: ET.Element, frame: Frame, x: float, slot: float, count: int, top: int) -> None:
    height = frame.plot * count / top if count else 2.0
    add(svg, "rect", x=x + 1, width=slot - 2, y=frame.base - height, height=height, class_="column")
    if count:
        add(svg, "text", number(count), x=x + slot / 2, y=frame.base - height - 5, text_anchor="middle", class_="axis")


def draw_edges(svg: ET.Element, frame: Frame, bins: Sequence[Bin], slot: float) -> None:
    """The reference lines, and the lengths under as many edges as have room."""
    last_right = -1.0
    for index, one in enumerate(bins):
        x = frame.left + slot * index
        if one.low in REFERENCES:
            add(svg, "line", x1=x, x2=x, y1=frame.top - 14, y2=frame.base + 6, class_="reference")
        text = REFERENCES.get(one.low) or (short(one.low) if one.low not in REFERENCES else "")
        left, right = extent(frame, x, len(text) * GLYPH)
        if left > last_right + 4 and not crowds(bins, index, slot, right - left):
            add(svg, "text", text, x=(left + right) / 2, y=frame.base + LINE + 4, text_anchor="middle", class_="axis")
            last_right = right


def short(minutes: int) -> str:
    return "0" if not minutes else length(minutes).replace(" min", "′") if minutes < 60 else f"{minutes / 60:g} h"


def crowds(bins: Sequence[Bin], index: int, slot: float, width: float) -> bool:
    """Whether the label of this edge would touch that of a reference line, which is always written."""
    if bins[index].low in REFERENCES:
        return False
    return any(bins[at].low in REFERENCES and abs(at - index) * slot < width + 8 for at in range(len(bins)))


def draw_middle(svg: ET.Element, frame: Frame, bins: Sequence[Bin], slot: float, middle: Middle) -> None:
    """The bins of the middle 80 % as a line over the columns, that of the median as a thicker part of it."""
    y = frame.top - 20
    for first, last, look in ((middle.p10, middle.p90, "middle"), (middle.p50, middle.p50, "median")):
        left, right = frame.left + slot * max(first, 0) + 2, frame.left + slot * (max(last, 0) + 1) - 2
        add(svg, "line", x1=left, x2=right, y1=y, y2=y, class_=look)
    text = _("median: %(bin)s; thin line: middle 80 %%") % {"bin": place_label(bins, middle.p50)}
    left, right = extent(frame, frame.left + slot * (max(middle.p50, 0) + 0.5), len(text) * GLYPH)
    add(svg, "text", text, x=(left + right) / 2, y=y - 8, text_anchor="middle")


def draw_apart(svg: ET.Element, frame: Frame, apart: Sequence[Apart], slot: float, line: int) -> int:
    """A letter under each column that stands apart, its words below; returns the height of the words."""
    y = frame.base + 4 * LINE
    for index, one in enumerate(apart):
        letter = chr(ord("A") + index)
        x = place(frame, slot, line + index, line) + slot / 2
        add(svg, "text", letter, x=x, y=frame.base + LINE + 4, text_anchor="middle", class_="axis")
        y = write(svg, f"{letter}  {one.label}: {number(one.n)}", 0, y, frame.width)
    return y - frame.base - 4 * LINE
