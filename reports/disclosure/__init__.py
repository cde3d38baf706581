"""Disclosure control: what may be published of people, and the proof that nothing small leaks. Pure; docs/disclosure.md explains it."""

from reports.disclosure.acts import act_window, is_act
from reports.disclosure.derived import AtLeast, pooled, rate, share
from reports.disclosure.proof import Alternative, NotProven, Proof, alternatives, prove
from reports.disclosure.publication import Impossible, Publication, publish
from reports.disclosure.row import DEFAULT_THRESHOLD, FLOOR, REST, Frame, Grouping, Shown, rest_groups

__all__ = [
    "DEFAULT_THRESHOLD",
    "FLOOR",
    "REST",
    "Alternative",
    "AtLeast",
    "Frame",
    "Grouping",
    "Impossible",
    "NotProven",
    "Proof",
    "Publication",
    "Shown",
    "act_window",
    "alternatives",
    "is_act",
    "pooled",
    "prove",
    "publish",
    "rate",
    "rest_groups",
    "share",
]
