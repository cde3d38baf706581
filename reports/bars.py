"""Bars that lie: one a category, from a zero base, each with its label and value. No category stands out."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.charts import Group
from reports.drawing import GLYPH, LINE, NARROW, WIDE, Frame, add, drawing, fill, hatch, number, sized, wrap

TOP, THICK, LABELS, VALUES = 6, 16, 190, 60
WIDEST_LABELS = 330


def bars(title: str, groups: Sequence[Group]) -> SafeString:
    """Categories in their own order, such as bands of time; zero is a line, so that it is not a gap."""
    return wrap([bars_in(frame, title, groups) for frame in (WIDE, NARROW)])


def bars_in(frame: Frame, title: str, groups: Sequence[Group]) -> ET.Element:
    svg = drawing(frame, f"{title.rstrip('.')}.", bar_words(groups), groups, "img")
    hatch(svg)
    above = frame.name != WIDE.name  # on a phone the label stands above its bar
    step = (LINE if above else 0) + THICK + 10
    labels = 0 if above else label_room(groups)
    scale = max((group.value for group in groups), default=0) or 1
    for place, group in enumerate(groups):
        draw_bar(svg, frame, group, TOP + place * step, labels, scale)
    return sized(svg, frame, TOP + len(groups) * step)


def bar_words(groups: Sequence[Group]) -> str:
    """Every category with its value, for readers who cannot see the bars."""
    total = sum(group.value for group in groups)
    parts = "; ".join(f"{group.label} {value_text(group)}" for group in groups)
    return _("%(total)s in all: %(parts)s.") % {"total": number(total), "parts": parts} if total else _("No figures yet.")


def value_text(group: Group) -> str:
    return group.text or number(group.value)


def label_room(groups: Sequence[Group]) -> int:
    """Room for the longest label, between the usual and the widest."""
    longest = max((len(group.label) for group in groups), default=0)
    return min(max(LABELS, round(longest * GLYPH) + 12), WIDEST_LABELS)


def draw_bar(svg: ET.Element, frame: Frame, group: Group, y: int, labels: int, scale: float) -> None:
    if labels:
        add(svg, "text", capfirst(group.label), x=labels - 10, y=y + THICK - 3, text_anchor="end", class_="axis")
    else:
        add(svg, "text", capfirst(group.label), x=0, y=y + LINE - 5, class_="axis")
        y += LINE
    width = max((frame.width - labels - VALUES) * group.value / scale, 1.5)
    end = labels + (draw_hatched if group.kind in HATCHED else draw_plain)(svg, group, labels, y, width)
    add(svg, "text", value_text(group), x=end + 8, y=y + THICK - 3, class_="axis")


HATCHED = ("rest", "hidden")


def draw_plain(svg: ET.Element, _group: Group, x: int, y: int, width: float) -> float:
    add(svg, "rect", x=x, y=y, width=width, height=THICK, class_="column")
    return width


def draw_hatched(svg: ET.Element, group: Group, x: int, y: int, width: float) -> float:
    """The rest by its size; a hidden group by the same small square whatever its size."""
    width = width if group.kind == "rest" else THICK
    add(svg, "rect", x=x, y=y, width=width, height=THICK, fill=fill(svg, "hatch"))
    add(svg, "rect", x=x, y=y, width=width, height=THICK, class_="edge")
    return width
