"""From booked to handed over: a column for each count of the month, joined by plain bands, every count written. Zero-based.

Bookings are so many more than what follows that on their scale the rest could not be told apart. Where the second column would be less
than a fifth as high as the first, the columns from there on are drawn a round number of times as high; a dotted line says so, and how
many times, on a phone too. The counts are of one month, not of one group of people that is followed: the caption under the drawing says so.
"""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from reports.bars import THICK as BAR
from reports.bars import TOP, draw_bar
from reports.charts import Group
from reports.drawing import LINE, NARROW, WIDE, Frame, add, drawing, number, sized, wrap, write

THICK = 34.0
FRAME = Frame("wide", 760, 0, 0, top=30, plot=150)


class Step(NamedTuple):
    label: str
    value: int | None
    text: str = ""

    @property
    def said(self) -> str:
        return number(self.value) if self.value is not None else self.text


def flow(title: str, steps: Sequence[Step]) -> SafeString:
    """On a phone the same counts lie as bars, since six names do not stand side by side there."""
    return wrap([flow_in(FRAME, title, steps), lying(NARROW, title, steps)])


def lying(frame: Frame, title: str, steps: Sequence[Step]) -> ET.Element:
    svg = drawing(frame, f"{title.rstrip('.')}.", flow_words(steps), steps, "img")
    most, times, y = max((step.value or 0 for step in steps), default=0) or 1, enlarged(steps), TOP
    for place, step in enumerate(steps):
        if place == 1 and times > 1:
            add(svg, "line", x1=0, x2=frame.width, y1=y, y2=y, class_="reference")
            y = write(svg, longer(times), 0, y + LINE, frame.width) - LINE // 2
        draw_bar(svg, frame, Group(step.label, step.value or 0, text=step.said), y, 0, most / times if place else most)
        y += LINE + BAR + 10
    return sized(svg, frame, y)


def flow_in(frame: Frame, title: str, steps: Sequence[Step]) -> ET.Element:
    svg = drawing(frame, f"{title.rstrip('.')}.", flow_words(steps), steps, "img")
    most = max((step.value or 0 for step in steps), default=0) or 1
    slot = frame.across / max(len(steps), 1)
    times = [1, *([enlarged(steps)] * (len(steps) - 1))]
    heights = [max(frame.plot * (step.value or 0) * more / most, 1.5) for step, more in zip(steps, times, strict=True)]
    lowest = frame.base
    for index, step in enumerate(steps):
        x = slot * index
        if index + 1 < len(steps) and times[index] == times[index + 1]:
            join(svg, frame, x + THICK, x + slot, heights[index], heights[index + 1])
        add(svg, "rect", x=x, width=THICK, y=frame.base - heights[index], height=heights[index], class_="column")
        add(svg, "text", step.said, x=x, y=frame.base - heights[index] - 7, class_="value-label")
        lowest = max(lowest, write(svg, step.label, x, frame.base + 20, x + slot - 10))
    if times[-1] > 1:
        draw_break(svg, frame, slot, times[-1])
    add(svg, "line", x1=0, x2=WIDE.width, y1=frame.base, y2=frame.base, class_="base")
    return sized(svg, frame, lowest)


def enlarged(steps: Sequence[Step]) -> int:
    """How many times as high all columns but the first are drawn: a round number, or once."""
    first, others = steps[0].value or 0 if steps else 0, max((step.value or 0 for step in steps[1:]), default=0)
    if not others or others * 5 > first:
        return 1
    return max(times for times in (5, 10, 20, 50, 100, 200, 500, 1000) if times * others <= first)


def draw_break(svg: ET.Element, frame: Frame, slot: float, times: int) -> None:
    x = (slot + THICK) / 2
    add(svg, "line", x1=x, x2=x, y1=frame.top - 10, y2=frame.base, class_="reference")
    text = _("from here on drawn %(times)s times as high") % {"times": number(times)}
    add(svg, "text", text, x=x + 8, y=frame.top - 12, class_="axis")


def longer(times: int) -> str:
    return _("from here on drawn %(times)s times as long") % {"times": number(times)}


def join(svg: ET.Element, frame: Frame, left: float, right: float, high: float, next_high: float) -> None:
    corners = [(left, frame.base), (left, frame.base - high), (right, frame.base - next_high), (right, frame.base)]
    add(svg, "polygon", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in corners), class_="flow-band")


def flow_words(steps: Sequence[Step]) -> str:
    if not any(step.value for step in steps):
        return _("No figures yet.")
    return "; ".join(f"{step.label}: {step.said}" for step in steps) + "."
