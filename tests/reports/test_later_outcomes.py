"""Why no annual release has a table of later outcomes beside that of conviction statuses, and which table could stand there (0040)."""

from collections.abc import Iterator

from reports.disclosure import Frame, rest_groups
from tests.support.attacker import Truth, narrowed, replay, tables

T = 3
AT_HANDOVER = ("ended", "convicted", "pending")  # each list in joining order
LATER = ("dropped", "convicted", "open")
Page = tuple[object, ...]


def row(counts: tuple[int, ...], order: tuple[str, ...]) -> Page:
    """What is published of one row, group by group, and its rest."""
    found = dict(zip(order, counts, strict=True))
    rest = rest_groups(found, order, T, Frame(frozenset(), frozenset(order)))
    if rest is None:
        return (None,) * len(order), None, sum(counts)
    return tuple(None if group in rest else found[group] for group in order), sum(found[group] for group in rest), sum(counts)


def is_hidden(page: Page, place: int, group: int) -> bool:
    return page[place][0][group] is None  # type: ignore[index]


def everybody(most: int) -> Iterator[Truth]:
    """Who was convicted at the handover is so later, and a case that had ended stays ended; one that was pending may become anything."""
    for total in range(most + 1):
        for ended, convicted, *became in tables(total, 5):
            dropped, found_guilty, still_open = became
            yield (ended, convicted, sum(became)), (ended + dropped, convicted + found_guilty, still_open)


def only_pending(most: int) -> Iterator[Truth]:
    for total in range(most + 1):
        for ended, convicted, *became in tables(total, 5):
            yield (ended, convicted, sum(became)), tuple(became)


def side_by_side(truth: Truth) -> Page:
    return row(truth[0], AT_HANDOVER), row(truth[1], LATER)


def after_the_first(truth: Truth) -> Page:
    """The second table only where the first names how many were pending: then their number is known, and is all that the two share."""
    first = row(truth[0], AT_HANDOVER)
    listed = first[0][AT_HANDOVER.index("pending")] is not None  # type: ignore[index]
    return first, row(truth[1], LATER) if listed else ((None,) * len(LATER), None, None)


def test_statuses_at_the_handover_and_later_outcomes_of_the_same_people_narrow_each_other() -> None:
    assert narrowed(replay(side_by_side, everybody(12), T, is_hidden))


def test_outcomes_of_those_alone_whose_number_the_first_table_names_narrow_nothing() -> None:
    cells = replay(after_the_first, only_pending(12), T, is_hidden)
    assert len(cells) > 20
    assert narrowed(cells) == []


def test_a_second_count_of_who_was_pending_would_narrow_it() -> None:
    """Records are corrected in the two years between: if the second table counted anew, its total beside the first would tell whose group
    of a few the correction came from."""

    def recounted(truth: Truth) -> Page:
        return row(truth[0], AT_HANDOVER), sum(truth[1])

    def corrected(most: int) -> Iterator[Truth]:
        """One record is corrected, from any group that has somebody."""
        for total in range(1, most + 1):
            for counts in tables(total, 3):
                yield from ((counts, moved(counts, place)) for place in range(3) if counts[place])

    def moved(counts: tuple[int, ...], place: int) -> tuple[int, ...]:
        return (counts[2] - (place == 2) + (place != 2),)

    assert narrowed(replay(recounted, corrected(12), T, lambda page, place, group: place == 0 and is_hidden(page, 0, group)))
