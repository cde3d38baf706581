"""Charts as SVG text: values in, markup out. Pure functions: no database, no request, no inline style, colour by class only.

Each chart is drawn twice, wide and narrow, because text in a scaled drawing would be unreadable on a phone; the sheet shows the one
that fits, and the other is hidden from readers too. What they are drawn with is in `reports.drawing`.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from reports.drawing import GLYPH, LINE, MINI, NARROW, WIDE, Frame, add, drawing, extent, fill, hatch, number, pattern, sized, wrap, write

STATES = ("value", "no_data", "suppressed", "not_yet")
WIDEST = 56.0  # of a column: three months should not look like a wall


class Point(NamedTuple):
    """One column. `value` is the part so far when `status` is `not_yet`, and may be missing."""

    label: str
    value: int | None
    status: str = "value"
    href: str = ""


class Mark(NamedTuple):
    """A dated fact next to the columns, such as a policy: a thin line before column `at` with a numbered note below."""

    at: float
    note: str


class Band(NamedTuple):
    """A known gap in the record, from column `first` to column `last`, both included: a shaded band with a numbered note below."""

    first: int
    last: int
    note: str


class Group(NamedTuple):
    """One part of a whole. `unaccounted` is drawn empty, so that no colour makes it look like an outcome; of bars, `rest` is hatched
    and `hidden` has no bar at all, because its value must not be shown. `text` stands in place of the value, such as a percentage."""

    label: str
    value: int
    kind: str = "value"
    text: str = ""


Noted = Mark | Band


def columns(title: str, points: Sequence[Point], *, marks: Sequence[Noted] = (), description: str = "") -> SafeString:
    """Columns over time from a zero base; the last whole one is darker and carries its value."""
    drawings = [columns_in(frame, title, points, marks, description) for frame in (WIDE, NARROW)]
    return wrap(drawings)


def mini(title: str, points: Sequence[Point]) -> SafeString:
    """The same columns small, without an axis: first and last are named, the last whole value is written."""
    svg = drawing(MINI, f"{title.rstrip('.')}. {last_words(points)}", column_words(points, ""), points, "img")
    hatch(svg)
    top = highest(points) or 1
    add(svg, "line", x1=0, x2=MINI.width, y1=MINI.base, y2=MINI.base, class_="base")
    for index, point in enumerate(points):
        draw_point(svg, MINI, points, index, point, top, False)
    draw_label(svg, MINI, points, top)
    if points:
        add(svg, "text", points[0].label, x=0, y=MINI.base + LINE, class_="axis")
        add(svg, "text", points[-1].label, x=MINI.width, y=MINI.base + LINE, text_anchor="end", class_="axis")
    return wrap([sized(svg, MINI, MINI.base + LINE + 6)])


def columns_in(frame: Frame, title: str, points: Sequence[Point], marks: Sequence[Noted], description: str) -> ET.Element:
    title = title if title.endswith((".", "?", "!")) else f"{title}."
    frame = with_room(frame, points)
    linked = frame.name == "wide" and bool(points) and frame.across / len(points) >= 30 and any(point.href for point in points)
    described = " ".join(filter(None, [description, noted_words(marks)]))
    svg = drawing(frame, f"{title} {last_words(points)}", column_words(points, described), points, "group" if linked else "img")
    hatch(svg)
    draw_bands(svg, frame, marks, len(points))
    top = draw_axis(svg, frame, points)
    for index, point in enumerate(points):
        draw_point(svg, frame, points, index, point, top, linked)
    draw_label(svg, frame, points, top)
    draw_names(svg, frame, [point.label for point in points])
    notes = draw_marks(svg, frame, marks, len(points))
    return sized(svg, frame, frame.base + 2 * LINE + 6 + notes)


# --- words -----------------------------------------------------------------------------------------------------------------------


def words(point: Point) -> str:
    """What a point says, for readers who cannot see it."""
    if point.status == "value" and point.value is not None:
        return number(point.value)
    if point.status == "not_yet" and point.value is not None:
        return _("%(value)s so far") % {"value": number(point.value)}
    return {"suppressed": _("protected"), "not_yet": _("not yet")}.get(point.status, _("no data"))


def last_whole(points: Sequence[Point]) -> int | None:
    whole = [index for index, point in enumerate(points) if point.status == "value" and point.value is not None]
    return whole[-1] if whole else None


def last_words(points: Sequence[Point]) -> str:
    index = last_whole(points)
    if index is None:
        return _("No figures yet.")
    return f"{points[index].label}: {words(points[index])}."


def column_words(points: Sequence[Point], description: str) -> str:
    """The description: the last figure first, then every state that is not a value, so that a gap is never read as zero."""
    others = [f"{point.label}: {words(point)}." for point in points if point.status != "value" or point.value is None]
    return " ".join([last_words(points), *([description] if description else []), *others])


# --- columns ---------------------------------------------------------------------------------------------------------------------


def ticks(most: int) -> list[int]:
    """Zero and up to four round steps, of which the last is not below the highest value."""
    if most <= 0:
        return [0]
    step = next(step for step in round_steps() if step * 4 >= most)
    return list(range(0, -(-most // step) * step + 1, step))


def round_steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def with_room(frame: Frame, points: Sequence[Point]) -> Frame:
    """The frame with a left margin that holds its longest tick."""
    return replace(frame, left=max(frame.left, round(len(number(ticks(highest(points))[-1])) * GLYPH) + 12))


def highest(points: Sequence[Point]) -> int:
    return max((point.value or 0 for point in points), default=0)


def draw_axis(svg: ET.Element, frame: Frame, points: Sequence[Point]) -> int:
    """Grid lines and their numbers; returns the value at the top of the box."""
    marked = ticks(highest(points))
    top = marked[-1] or 1
    for tick in marked:
        y = frame.base - frame.plot * tick / top
        add(svg, "line", x1=frame.left, x2=frame.width - frame.right, y1=y, y2=y, class_="grid" if tick else "base")
        add(svg, "text", number(tick), x=frame.left - 8, y=y + 4.5, text_anchor="end", class_="axis")
    return top


def draw_point(svg: ET.Element, frame: Frame, points: Sequence[Point], index: int, point: Point, top: int, linked: bool) -> None:
    slot = frame.across / len(points)
    width = min(slot * 0.7, WIDEST)
    place = {"x": frame.left + slot * (index + 0.5) - width / 2, "width": width}
    parent = svg
    if linked and point.href.startswith("/"):
        parent = add(svg, "a", href=point.href, aria_label=f"{point.label}: {words(point)}")
        add(parent, "rect", x=frame.left + slot * index, width=slot, y=frame.top, height=frame.plot, class_="hit")
    drawn = list(shapes(svg, frame, point, top, index == last_whole(points)))
    for shape in drawn:
        element = add(parent, "rect", **place, **shape)
        add(element, "title", f"{point.label}: {words(point)}")
    if not drawn and slot >= 16:
        add(svg, "text", "—", x=place["x"] + width / 2, y=frame.base - 6, text_anchor="middle", class_="axis")


def shapes(svg: ET.Element, frame: Frame, point: Point, top: int, now: bool) -> Iterator[dict[str, object]]:
    """The rectangles of one point: a value by its height (zero as a line, so that it is not a gap), a protected one over the
    whole height, so that it tells nothing."""
    height = frame.plot * point.value / top if point.value else 2.0
    box = {"y": frame.base - height, "height": height}
    if point.status == "value" and point.value is not None:
        yield {**box, "class": "column column-now" if now else "column"}
    elif point.status == "suppressed":
        yield {"y": frame.top, "height": frame.plot, "fill": fill(svg, "hatch")}
        yield {"y": frame.top, "height": frame.plot, "class": "edge"}
    elif point.status == "not_yet":
        yield {**(box if point.value else {"y": frame.top, "height": frame.plot}), "class": "not-yet"}


def draw_label(svg: ET.Element, frame: Frame, points: Sequence[Point], top: int) -> None:
    """The last whole value, written on its column."""
    index = last_whole(points)
    if index is None:
        return
    value = points[index].value or 0
    left, right = extent(frame, frame.left + frame.across / len(points) * (index + 0.5), len(number(value)) * GLYPH * 1.2)
    y = frame.base - frame.plot * value / top - 6
    add(svg, "text", number(value), x=(left + right) / 2, y=y, text_anchor="middle", class_="value-label")


def draw_names(svg: ET.Element, frame: Frame, labels: Sequence[str]) -> None:
    """Names under the columns in two lines ("Oct" over "2026"), the second only when it changes."""
    before = ""
    for index, (left, right) in thinned(frame, labels).items():
        first, _space, second = labels[index].partition(" ")
        x, y = (left + right) / 2, frame.base + LINE
        add(svg, "text", first, x=x, y=y, text_anchor="middle", class_="axis")
        if second and second != before:
            add(svg, "text", second, x=x, y=y + LINE - 2, text_anchor="middle", class_="axis")
        before = second


def thinned(frame: Frame, labels: Sequence[str]) -> dict[int, tuple[float, float]]:
    """The labels that are written, by index: the last always, then every n-th before it for the smallest n at which none touch."""
    for step in range(1, len(labels) + 1):
        shown = range((len(labels) - 1) % step, len(labels), step)
        places = {index: name_extent(frame, labels, index) for index in shown}
        if all(places[one][1] + 6 <= places[one + step][0] for one in shown if one + step in places):
            return places
    return {}


def name_extent(frame: Frame, labels: Sequence[str], index: int) -> tuple[float, float]:
    longest = max(len(part) for part in labels[index].partition(" "))
    return extent(frame, frame.left + frame.across / len(labels) * (index + 0.5), longest * GLYPH)


def in_order(marks: Sequence[Noted]) -> list[Noted]:
    """Lines and bands in one row of numbers, from left to right."""
    return sorted(marks, key=lambda one: (one[0], one.note))


def noted_words(marks: Sequence[Noted]) -> str:
    return " ".join(f"{place}: {one.note.rstrip('.')}." for place, one in enumerate(in_order(marks), start=1))


def draw_bands(svg: ET.Element, frame: Frame, marks: Sequence[Noted], count: int) -> None:
    """Known gaps, behind everything else."""
    slot = frame.across / max(count, 1)
    for one in marks:
        if isinstance(one, Band):
            width = slot * (one.last - one.first + 1)
            add(svg, "rect", x=frame.left + slot * one.first, width=width, y=frame.top - 14, height=frame.plot + 14, class_="outage")


def draw_marks(svg: ET.Element, frame: Frame, marks: Sequence[Noted], count: int) -> int:
    """Thin numbered lines and the numbers of the bands, their notes below; returns the height of the notes."""
    y = frame.base + 3 * LINE + 4
    slot = frame.across / max(count, 1)
    for place, mark in enumerate(in_order(marks), start=1):
        middle = mark[0] if isinstance(mark, Mark) else (mark.first + mark.last + 1) / 2
        x = frame.left + slot * middle
        if isinstance(mark, Mark):
            add(svg, "line", x1=x, x2=x, y1=frame.top - 14, y2=frame.base, class_="policy")
        add(svg, "circle", cx=x, cy=frame.top - 22, r=9, class_="policy-badge")
        add(svg, "text", str(place), x=x, y=frame.top - 18, text_anchor="middle", class_="policy-number")
        y = write(svg, f"{place}  {mark.note}", 0, y, frame.width)
    return y - frame.base - 3 * LINE - 4


# --- one bar of a whole ----------------------------------------------------------------------------------------------------------

BAR = 48
# Fill and texture of the n-th group. Textures differ as well as colours, and none is diagonal: that means protected.
TEXTURES = ("", "dots", "rows", "stems", "grid")
LOOKS = [(f"series-{1 + n % 5}", TEXTURES[(n + n // 5) % 5]) for n in range(20)]


def stacked(title: str, groups: Sequence[Group]) -> SafeString:
    """One bar of 100 %, its counts in it, and a legend in the same order that names every group, those with no case too."""
    return wrap([stacked_in(frame, title, groups) for frame in (WIDE, NARROW)])


def stacked_in(frame: Frame, title: str, groups: Sequence[Group]) -> ET.Element:
    total = sum(group.value for group in groups)
    svg = drawing(frame, title, group_words(groups, total), groups, "img")
    draw_textures(svg)
    looks = looks_of(groups)
    x = 1.0
    for group, look in zip(groups, looks, strict=True):
        x = draw_part(svg, frame, group, look, x, total)
    if not total:
        add(svg, "rect", x=1, y=1, width=frame.width - 2, height=BAR, class_="not-yet")
    return sized(svg, frame, draw_legend(svg, frame, groups, looks, total))


def group_words(groups: Sequence[Group], total: int) -> str:
    parts = "; ".join(f"{group.label} {number(group.value)}" for group in groups)
    return _("%(total)s in all: %(parts)s.") % {"total": number(total), "parts": parts} if total else _("No figures yet.")


def looks_of(groups: Sequence[Group]) -> list[tuple[str, str]]:
    """A look for each group; the unaccounted take none of the colours."""
    free = iter(LOOKS)
    return [("unaccounted", "") if group.kind == "unaccounted" else next(free, LOOKS[-1]) for group in groups]


def draw_textures(svg: ET.Element) -> None:
    add(pattern(svg, "dots", 8), "circle", cx=4, cy=4, r=1.6, class_="texture-dot")
    row = {"x1": 0, "x2": 8, "y1": 4, "y2": 4, "class": "texture"}
    stem = {"x1": 4, "x2": 4, "y1": 0, "y2": 8, "class": "texture"}
    for name, lines in {"rows": [row], "stems": [stem], "grid": [row, stem]}.items():
        holder = pattern(svg, name, 8)
        for line in lines:
            add(holder, "line", **line)


def swatch(svg: ET.Element, look: tuple[str, str], **place: float) -> None:
    colour, texture = look
    add(svg, "rect", **place, class_=colour)
    if texture:
        add(svg, "rect", **place, fill=fill(svg, texture))


def draw_part(svg: ET.Element, frame: Frame, group: Group, look: tuple[str, str], x: float, total: int) -> float:
    """One part of the bar with its count on a plate, when the plate fits; returns where the next begins."""
    if not group.value:
        return x
    width = (frame.width - 2) * group.value / total
    gap = 2 if width > 6 else 0
    swatch(svg, look, x=x, y=1, width=width - gap, height=BAR)
    text = number(group.value)
    plate = len(text) * GLYPH * 1.2 + 10
    if plate + 4 <= width:
        add(svg, "rect", x=x + (width - gap - plate) / 2, y=BAR / 2 - 11, width=plate, height=24, class_="plate")
        add(svg, "text", text, x=x + (width - gap) / 2, y=BAR / 2 + 6.5, text_anchor="middle", class_="value-label")
    return x + width


def draw_legend(svg: ET.Element, frame: Frame, groups: Sequence[Group], looks: Sequence[tuple[str, str]], total: int) -> int:
    """A line for each group: swatch, count, share, name. Returns the height used."""
    y = BAR + 28
    count = 34 + max((len(number(group.value)) for group in groups), default=0) * GLYPH * 1.2
    for group, look in zip(groups, looks, strict=True):
        swatch(svg, look, x=1, y=y - 12, width=22, height=15)
        add(svg, "text", number(group.value), x=count, y=y, text_anchor="end", class_="value-label")
        add(svg, "text", share(group.value, total), x=count + 50, y=y, text_anchor="end", class_="axis")
        y = write(svg, capfirst(group.label), count + 64, y, frame.width) + 4
    return y - 10


def share(value: int, total: int) -> str:
    return _("%(percent)s%%") % {"percent": round(100 * value / total)} if total else "–"
