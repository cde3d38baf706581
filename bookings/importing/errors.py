from bookings.models.batch import Letters


class CannotRead(Exception):
    """The file or the mapping as a whole cannot be used; one sentence that says what to do. Nothing was written."""


class Rejected(Exception):
    """One booking's rows cannot be recorded: the line and a sentence. The other bookings are not touched by it."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"line {line}: {says}")
        self.line = line
        self.says = says


class ShowEncoding(CannotRead):
    """The text is in no encoding that is sure; `readings` are some cells as each encoding would read them, for a person to confirm."""

    def __init__(self, begin: str, readings: dict[Letters, list[str]]) -> None:
        ways = [f"Read as {way.label} it says {', '.join(cells)} (--encoding {way})." for way, cells in readings.items()]
        super().__init__(
            f"{begin}. {' '.join(ways)} Confirm the one that reads right with --encoding, or as in "
            f'encoding = "{next(iter(readings))}" in the mapping; if none does, save the file as UTF-8.'
        )
        self.readings = readings
