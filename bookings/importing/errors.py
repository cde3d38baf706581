class CannotRead(Exception):
    """The file or the mapping as a whole cannot be used; one sentence that says what to do. Nothing was written."""


class Rejected(Exception):
    """One booking's rows cannot be recorded: the line and a sentence. The other bookings are not touched by it."""

    def __init__(self, line: int, says: str) -> None:
        super().__init__(f"line {line}: {says}")
        self.line = line
        self.says = says


class ShowEncoding(CannotRead):
    """The text is in no encoding that is sure; `samples` are some cells as `encoding` would read them, for a person to confirm."""

    def __init__(self, begin: str, encoding: str, samples: list[str]) -> None:
        super().__init__(
            f"{begin}. Read as Windows-1252 it says {', '.join(samples)}. If that is right, confirm it with --encoding {encoding} "
            f'(or write encoding = "{encoding}" in the mapping); if not, save the file as UTF-8.'
        )
        self.encoding = encoding
        self.samples = samples
