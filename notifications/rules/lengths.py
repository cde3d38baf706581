"""Lengths of intervals in words: hours and minutes, bounds where a moment is coarse, a word where there is no length. Pure."""

from django.utils.translation import gettext as _

from notifications.rules.intervals import Reading, Value


def length(minutes: int) -> str:
    """Hours and minutes, as in 1:45 or −0:45."""
    size = abs(minutes)
    return f"{'−' if minutes < 0 else ''}{size // 60}:{size % 60:02d}"


def in_words(value: Value) -> str:
    """'1:45', 'between 1:05 and 25:04', or why there is no length."""
    if value.low is None or value.high is None:
        return str(Reading(value.state).label)
    if value.low == value.high:
        return length(value.low)
    return _("between %(low)s and %(high)s") % {"low": length(value.low), "high": length(value.high)}
