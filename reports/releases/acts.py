"""What a monthly release may hold: exact totals of what the agency did, and their groups on the closed list."""

from reports.disclosure import is_act
from reports.measures import Grouping, Measure


def total_is_act(measure: Measure) -> bool:
    """On the closed list too: a measure that counts only people of a kind (handovers before a conviction) describes people."""
    return is_act(measure.code, "")


def grouping_is_act(measure: Measure, grouping: Grouping) -> bool:
    """Both say so: the definition, and the closed list that disclosure control keeps."""
    return grouping.kind == "act" and is_act(measure.code, grouping.code)
