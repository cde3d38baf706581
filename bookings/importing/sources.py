"""The mappings that a page offers: the shipped ones by their name, and one that somebody wrote."""

import tomllib

from bookings.importing.errors import CannotRead
from bookings.importing.mapping import SHIPPED, Mapping, Parser, load

OWN = "own"


def shipped() -> list[tuple[str, str]]:
    """Name and title of every shipped mapping."""
    return [(path.stem, load(path.stem).title or path.stem) for path in sorted(SHIPPED.glob("*.toml"))]


def read_mapping(name: str, text: str = "", letters: str = "") -> Mapping:
    """A shipped mapping by its name; or, with a text, the mapping that it is, under the name given. `letters` somebody confirmed."""
    if not text:
        if name not in {path.stem for path in SHIPPED.glob("*.toml")}:
            raise CannotRead(f"There is no mapping {name!r}.")
        return load(name, encoding=letters)
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise CannotRead(f"The mapping is not valid TOML: {problem}.") from None
    return Parser(name, content | ({"encoding": letters} if letters else {})).mapping()
