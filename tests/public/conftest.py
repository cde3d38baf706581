"""A county with 27 published months, without a database of releases behind it."""

import pytest

from accounts.models import County
from reports import figures
from tests.support import build, published
from tests.support.published import DOOR, Shelf


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The reading door, as far as the public pages use it."""
    one = Shelf()
    for name in DOOR:
        monkeypatch.setattr(figures, name, getattr(one, name), raising=False)
    return one


@pytest.fixture
def county(db: None, shelf: Shelf) -> County:
    here = build.county("larkspur", name="Larkspur County", made_up=True)
    shelf.figures += published.county_figures(here.slug)
    return here
