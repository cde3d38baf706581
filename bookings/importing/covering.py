"""The months that a file tells of whole: only who makes the file knows, so they are told and never guessed."""

from accounts.periods import Month
from bookings.importing.errors import CannotRead


def covered(text: str | None) -> tuple[Month, Month] | None:
    """`2026-01..2026-03`, or one month; nothing claims nothing."""
    if not text:
        return None
    first, dots, last = text.partition("..")
    try:
        months = Month.parse(first), Month.parse(last if dots else first)
    except ValueError as problem:
        raise CannotRead(f"--covers {text}: {problem}") from None
    if months[0] > months[1]:
        raise CannotRead(f"--covers {text}: the first month is after the last.")
    return months
