"""The name of the pool in which the smaller counties of a state stand. No county's slug begins so."""

PREFIX = "smaller-counties-"


def pool_of(state: str) -> str:
    return f"{PREFIX}{state.lower()}"
