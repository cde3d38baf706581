"""The charts of a report as SVG: two drawings for a page, the wide one with its own colours for paper."""

import xml.etree.ElementTree as ET

from django.utils.safestring import SafeString

from reports.bars import bars_in
from reports.charts import columns_in, stacked_in
from reports.drawing import NARROW, WIDE, Frame, wrap, written
from reports.report.model import Bars, Chart, Columns, Whole
from reports.strip import strip_in

# The sheet's classes in ink: a PDF has no other sheet, and it will be photocopied.
PAPER = """
text{font-family:"Public Sans";font-size:13px;fill:#000}
.axis{fill:#333}.value-label{font-weight:600;font-size:15px;paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}
.grid{stroke:#bbb;stroke-width:1}.base{stroke:#000;stroke-width:1}
.column{fill:#9a9a9a}.column-now{fill:#0b5a5e}.hit{fill:none}
.not-yet{fill:none;stroke:#333;stroke-width:2;stroke-dasharray:1 4;stroke-linecap:round}
.edge{fill:none;stroke:#666;stroke-width:1}.hatch-line{stroke:#666;stroke-width:1.5}
.outage{fill:#eee;stroke:#bbb;stroke-width:1}.reference{stroke:#333;stroke-width:1;stroke-dasharray:3 3}
.middle{stroke:#000;stroke-width:2}.median{stroke:#0b5a5e;stroke-width:7}
.policy{stroke:#000;stroke-width:1}.policy-badge{fill:#fff;stroke:#000;stroke-width:1}.policy-number{font-size:11px}
.series-1{fill:#333}.series-2{fill:#8a8a8a}.series-3{fill:#555}.series-4{fill:#a5a5a5}.series-5{fill:#6e6e6e}
.texture{stroke:#fff;stroke-width:2}.texture-dot{fill:#fff}
.unaccounted{fill:#fff;stroke:#000;stroke-width:1.5}.part{stroke:#fff;stroke-width:2}.plate{fill:#fff}
"""


def drawing(chart: Chart, frame: Frame) -> ET.Element:
    shows = chart.shows
    if isinstance(shows, Columns):
        return columns_in(frame, chart.title, shows.points, shows.marks, "")
    if isinstance(shows, Whole):
        return stacked_in(frame, chart.title, shows.groups)
    if isinstance(shows, Bars):
        return bars_in(frame, chart.title, shows.groups)
    return strip_in(frame, chart.title, shows.bins, shows.apart, shows.middle)


def on_page(chart: Chart) -> SafeString:
    return wrap([drawing(chart, frame) for frame in (WIDE, NARROW)])


def on_paper(chart: Chart) -> tuple[str, str]:
    """The drawing and what it says to who cannot see it: its title, then its figures, the last one among them."""
    svg = drawing(chart, WIDE)
    alt = " ".join((part.text or "").strip() for part in (svg.find("title"), svg.find("desc")) if part is not None)
    style = ET.Element("style")
    style.text = PAPER
    svg.insert(0, style)
    return written(svg), alt
