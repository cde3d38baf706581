"""The tree of a drawing: elements, frames, patterns, lines of text. What every chart of `reports` is drawn with.

The elements are built as a tree, so that no label can ever become markup, and numbers in attributes are never written in the
reader's locale. Colour by class only, no inline style.
"""

import re
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from xml.sax.saxutils import escape

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

GLYPH = 7.2  # width of an average character of the chart's type, a little too wide, so that labels never touch
LINE = 18


@dataclass(frozen=True)
class Frame:
    """A drawing's size and the box its columns stand in."""

    name: str
    width: int
    left: int
    right: int
    top: int = 40
    plot: int = 190

    @property
    def base(self) -> int:
        return self.top + self.plot

    @property
    def across(self) -> int:
        return self.width - self.left - self.right


WIDE = Frame("wide", 760, 48, 12)
NARROW = Frame("narrow", 340, 40, 8, plot=170)
MINI = Frame("mini", 260, 0, 0, top=22, plot=74)


def number(value: int) -> str:
    return _number(value, get_language())


@lru_cache(4096)
def _number(value: int, _language: str | None) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


def add(parent: ET.Element, tag: str, text: str = "", /, **attributes: object) -> ET.Element:
    """One element; `class_` is class, underscores are hyphens, and coordinates have at most one decimal."""
    named = {key.rstrip("_").replace("_", "-"): trim(value) for key, value in attributes.items()}
    element = ET.SubElement(parent, tag, named)
    element.text = clean(text) or None
    return element


def trim(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value) if isinstance(value, int) else clean(str(value))


CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")


def clean(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return CONTROLS.sub("", text)


def drawing(frame: Frame, title: str, description: str, content: object, role: str) -> ET.Element:
    """An empty drawing with a name and a description; its ids come from what it shows, so that they are stable and differ on a page."""
    key = "c" + blake2b(repr((frame.name, title, description, content)).encode(), digest_size=6).hexdigest()
    svg = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "class": frame.name, "id": key, "role": role})
    svg.set("aria-labelledby", f"{key}-title {key}-desc")
    add(svg, "title", title, id=f"{key}-title")
    add(svg, "desc", description, id=f"{key}-desc")
    return svg


def sized(svg: ET.Element, frame: Frame, height: int) -> ET.Element:
    svg.set("viewBox", f"0 0 {frame.width} {height}")
    return svg


def wrap(drawings: Sequence[ET.Element]) -> SafeString:
    return mark_safe(f'<div class="chart">{"".join(map(written, drawings))}</div>')  # noqa: S308 - every text in it is escaped below


def written(element: ET.Element) -> str:
    """The markup of a tree. Names of tags and attributes are this module's own; texts and values are escaped."""
    attributes = "".join(f' {name}="{escape(value, QUOTE)}"' for name, value in element.items())
    inside = escape(element.text or "") + "".join(map(written, element))
    return f"<{element.tag}{attributes}>{inside}</{element.tag}>" if inside else f"<{element.tag}{attributes} />"


QUOTE = {'"': "&quot;"}


def pattern(svg: ET.Element, name: str, size: int, turn: int = 0) -> ET.Element:
    turned = {"patternTransform": f"rotate({turn})"} if turn else {}
    key = f"{svg.get('id')}-{name}"
    return add(add(svg, "defs"), "pattern", id=key, width=size, height=size, patternUnits="userSpaceOnUse", **turned)


def fill(svg: ET.Element, name: str) -> str:
    return f"url(#{svg.get('id')}-{name})"


def hatch(svg: ET.Element) -> None:
    """Diagonal lines are kept for one meaning everywhere: protected."""
    add(pattern(svg, "hatch", 6, 45), "line", x1=0, y1=0, x2=0, y2=6, class_="hatch-line")


def extent(frame: Frame, middle: float, width: float) -> tuple[float, float]:
    """Where a centred text of that width stands, pushed inside the drawing."""
    left = min(max(middle - width / 2, 0), frame.width - width)
    return left, left + width


def write(svg: ET.Element, text: str, x: float, y: int, width: float) -> int:
    """Text in lines that fit the width; returns where the next line goes."""
    for line in textwrap.wrap(text, max(int((width - x) / GLYPH), 8)):
        add(svg, "text", line, x=x, y=y)
        y += LINE
    return y
