"""Bars that lie: one a category, from a zero base, each with its label and value. No category stands out."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from django.utils.safestring import SafeString

from reports.charts import LINE, NARROW, WIDE, Frame, Group, add, drawing, group_words, number, sized, wrap

THICK, LABELS, VALUES = 16, 190, 60


def bars(title: str, groups: Sequence[Group]) -> SafeString:
    """Categories in their own order, such as bands of time; zero is a line, so that it is not a gap."""
    return wrap([bars_in(frame, title, groups) for frame in (WIDE, NARROW)])


def bars_in(frame: Frame, title: str, groups: Sequence[Group]) -> ET.Element:
    total = sum(group.value for group in groups)
    svg = drawing(frame, f"{title.rstrip('.')}.", group_words(groups, total), groups, "img")
    above = frame.name != WIDE.name  # on a phone the label stands above its bar
    step = (LINE if above else 0) + THICK + 10
    most = max((group.value for group in groups), default=0)
    for place, group in enumerate(groups):
        draw_bar(svg, frame, group, frame.top + place * step, most, above)
    return sized(svg, frame, frame.top + len(groups) * step)


def draw_bar(svg: ET.Element, frame: Frame, group: Group, y: int, most: int, above: bool) -> None:
    left = 0 if above else LABELS
    room = frame.width - left - VALUES
    width = max(room * group.value / most, 1.5) if most else 1.5
    if above:
        add(svg, "text", group.label, x=0, y=y + LINE - 5, class_="axis")
        y += LINE
    else:
        add(svg, "text", group.label, x=LABELS - 10, y=y + THICK - 3, text_anchor="end", class_="axis")
    add(svg, "rect", x=left, y=y, width=width, height=THICK, class_="column")
    add(svg, "text", number(group.value), x=left + width + 8, y=y + THICK - 3, class_="axis")
