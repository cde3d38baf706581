"""A county's policies and known gaps as its releases froze them. Of the record it uses the names of the rules, no row."""

from collections.abc import Iterable, Sequence
from typing import Any

from accounts.periods import Month
from bookings.models import PolicyRule
from reports.public import door
from reports.public.facts import CountyFacts, Gap, PolicyFact

RULES: dict[str, Any] = dict(PolicyRule.choices)
SAID = ("rule", "title", "text", "applies_to", "adopted_by", "source")


def read(found: Sequence[Any], months: Iterable[Month]) -> CountyFacts:
    """What was known of these months when each was published. One query, for the documents that this process has not read."""
    return told(*door.beside(found, months))


def told(policies: Iterable[dict[str, Any]], gaps: Iterable[dict[str, Any]]) -> CountyFacts:
    """From their form in a release."""
    return CountyFacts(tuple(map(policy_fact, policies)), tuple(Gap(one["first"], one["last"], one["what"]) for one in gaps))


def policy_fact(one: dict[str, Any]) -> PolicyFact:
    said = {name: one[name] for name in SAID}
    return PolicyFact(**said, rule_name=str(RULES.get(one["rule"], one["rule"])), start=one["from"], until=one["until"])
