"""Figures as words and digits for a reader, in the reader's language and the county's zone."""

from datetime import datetime

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from reports.figures import Figure, Status
from reports.measures import DEFINITIONS


def number(value: int) -> str:
    return number_format(value, use_l10n=True, force_grouping=True)


def value(figure: Figure) -> str:
    """A count, the part so far of a month that is not over, or why there is none."""
    if figure.value is None:
        return {Status.NOT_YET.value: _("not yet"), Status.SUPPRESSED.value: _("protected")}.get(figure.status, _("no data"))
    if figure.status == Status.NOT_YET:
        return _("%(value)s so far") % {"value": number(figure.value)}
    return number(figure.value)


def share(figure: Figure) -> str:
    """The part of the whole in per cent, computed from the two counts; nothing of nothing has no share."""
    return "" if figure.value is None else percent(figure.value, figure.denominator or 0)


def percent(part: int, whole: int) -> str:
    return _("%(percent)s %%") % {"percent": tenths(100 * part / whole)} if whole else ""


def tenths(value: float) -> str:
    """With one decimal, rounded: Django's own way cuts the rest off."""
    return number_format(f"{value:.1f}", 1)


def group_label(figure: Figure) -> str:
    """The name of a figure's group; of an ungrouped one, the name of its measure."""
    measure = DEFINITIONS[figure.measure]
    grouping = measure.grouping(figure.by)
    return str(grouping.label(figure.group) if grouping else measure.name)


def month_name(month: Month) -> str:
    return date_format(month.first_day, "YEAR_MONTH_FORMAT")


def short_month(month: Month) -> str:
    return date_format(month.first_day, "M Y")


def moment(at: datetime | None, county: County) -> str:
    """A moment on the county's clock, with the name of its zone; empty if there is none."""
    if at is None:
        return ""
    local = at.astimezone(county.zone)
    return f"{date_format(local, 'DATETIME_FORMAT')} {local:%Z}"
