"""What was published, restated and put in force, as an Atom feed. Counts stand in the reports; nothing here is about a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from accounts.models import County
from accounts.periods import Month
from reports import figures
from reports.public import asking, county_facts
from reports.releases.reading import restatements
from reports.report.span import span_of

MOST = 60


@dataclass(frozen=True)
class Item:
    """`key` makes its id, which never changes."""

    key: str
    title: str
    said: str
    link: str
    at: datetime


class CountyFeed(Feed):
    """Newest first."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, slug: str) -> County:
        asking.parameters(request, set())
        return asking.county_of(slug)

    def title(self, county: County) -> str:
        return _("Reports of %(name)s, %(state)s") % {"name": county.name, "state": county.state}

    def subtitle(self, county: County) -> str:
        made_up = _("Made-up data: nothing in it happened. Do not quote it.") + " " if county.made_up else ""
        return made_up + _("Releases, restatements and changes of policy.")

    def link(self, county: County) -> str:
        return reverse("reports", args=[county.slug])

    def items(self, county: County) -> list[Item]:
        there = figures.releases(county)
        found = [*releases(county, there), *restated(county), *policies(county, there)]
        return sorted(found, key=lambda one: (one.at, one.key), reverse=True)[:MOST]

    def item_title(self, item: Item) -> str:
        return item.title

    def item_description(self, item: Item) -> str:
        return item.said

    def item_link(self, item: Item) -> str:
        return item.link

    def item_guid(self, item: Item) -> str:
        return f"tag:jailwatch,2026:{item.key}"

    def item_pubdate(self, item: Item) -> datetime:
        return item.at

    def item_updateddate(self, item: Item) -> datetime:
        return item.at


def releases(county: County, found: Sequence[Any]) -> list[Item]:
    return [release(county, one) for one in found if one.revision == 1]


def release(county: County, one: Any) -> Item:
    span = span_of(one.period)
    title = _("%(period)s is published") % {"period": span.name}
    said = _("Release %(number)s, sha256 %(hash)s.") % {"number": one.number, "hash": one.sha256}
    return Item(f"release:{one.row}:{one.number:05}", title, said, reverse("report", args=[county.slug, one.period]), one.published_at)


def restated(county: County) -> list[Item]:
    return [revision(county, one) for one in restatements(county.slug)]


def revision(county: County, one: Any) -> Item:
    words = {"period": span_of(one.period).name, "revision": one.revision}
    link = f"{reverse('report', args=[county.slug, one.period])}?revision={one.revision}"
    title = _("%(period)s is restated as revision %(revision)s") % words
    return Item(f"restated:{county.slug}:{one.period}:{one.revision}", title, one.why, link, one.published_at)


def policies(county: County, found: Sequence[Any]) -> list[Item]:
    """As the releases of months froze them; from their first day on, by the county's clock."""
    months = [Month.parse(one.period) for one in found if one.kind == "month"]
    link = reverse("public_policies", args=[county.slug])
    return [
        Item(
            f"policy:{county.slug}:{one.rule}:{one.start}",
            _("From %(day)s: %(title)s") % {"day": one.start, "title": one.title},
            one.text,
            link,
            datetime(one.start.year, one.start.month, one.start.day, tzinfo=county.zone),
        )
        for one in county_facts.read(found, months).policies
    ]
