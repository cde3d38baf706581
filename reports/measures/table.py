"""The one table of definitions, by theme. Codes are never reused: who changes what a measure counts gives it a new code."""

from reports.measures import bookings, calls, clock, custody, detainers, handovers, others, people, telling
from reports.measures.themes import THEMES

PARTS = (bookings, calls, detainers, custody, telling, handovers, people, others, clock)
ORDER = list(THEMES)
# In the order of the themes, and within each as its file has them.
TABLE = tuple(sorted((measure for part in PARTS for measure in part.TABLE), key=lambda measure: ORDER.index(measure.theme)))
