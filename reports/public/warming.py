"""The pages that everybody opens first, made by the worker once after a release, before anybody asks for them.

Their pieces alone are kept: whoever comes first then pays for the frame, as with any page whose body was not kept. A lost hint costs the
first reader a tenth of a second and nothing else, and what is there already is not made again.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from accounts.models import County
from reports.public import asking, door, looking, views


def warm() -> int:
    """Keep the pieces of every county's page in each language; returns of how many counties there is one."""
    return sum(warm_county(county.slug) for county in County.objects.order_by("slug"))


def warm_county(slug: str) -> bool:
    """Looked at anew: what this process remembers may be from before the release."""
    seen = looking.looked(asking.county_of(slug), None)
    if not door.months(seen.editions):
        return False
    asked, path = asking.asked(seen.county, seen.editions, {}), reverse("public_county", args=[slug])
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            views.county_context(path, asked, seen)
    return True
