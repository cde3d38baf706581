"""When a clock of the county's schedule has run out. Pure."""

from datetime import date

from accounts.periods import Month

LEAST = 24  # months: tables of people of a year are published in the year after it
FLOORS = {"words": 1, "people": LEAST, "identity": LEAST}


def ends_before(today: date, months: int) -> date:
    """Whoever was released before this day has stayed for all of the months. The first of a month, so that months end whole."""
    return Month.of_date(today).shift(-months).first_day
