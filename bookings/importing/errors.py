class CannotRead(Exception):
    """The file or the mapping as a whole cannot be used; one sentence that says what to do. Nothing was written."""


class Rejected(Exception):
    """One booking's rows cannot be recorded: the line and a sentence. The other bookings are not touched by it."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"line {line}: {says}")
        self.line = line
        self.says = says
