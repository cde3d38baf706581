"""What a monthly release may hold: exact totals of what the agency did, and their groups on the closed list."""

from reports.disclosure import is_act
from reports.measures import Grouping, Measure


def total_is_act(measure: Measure) -> bool:
    """A measure that is itself a part by an attribute (handovers before a conviction) describes people."""
    return not (measure.is_part and any(grouping.kind == "attribute" for grouping in measure.groupings))


def grouping_is_act(measure: Measure, grouping: Grouping) -> bool:
    """Both say so: the definition, and the closed list that disclosure control keeps."""
    return grouping.kind == "act" and is_act(measure.code, grouping.code)
