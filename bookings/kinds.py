"""The kinds of fact that hang on a booking, and those about the county: one table for journal, forms, timeline and API."""

from django.db.models import Model

from accounts.models import CountyProfile
from bookings.models import (
    AllowingOffense,
    Charge,
    CitizenshipClaim,
    Consent,
    ConsularNotice,
    Detainer,
    Facility,
    Fact,
    FederalRequest,
    FingerprintCheck,
    Handover,
    IceCall,
    IceVisit,
    ListItem,
    NilReturn,
    Outage,
    Policy,
    ReleaseStep,
    Stay,
)

# By the word that stands in addresses. The names are relied on from outside.
KINDS: dict[str, type[Fact]] = {
    "stays": Stay,
    "charges": Charge,
    "fingerprint-checks": FingerprintCheck,
    "ice-calls": IceCall,
    "consents": Consent,
    "visits": IceVisit,
    "detainers": Detainer,
    "federal-requests": FederalRequest,
    "citizenship-claims": CitizenshipClaim,
    "consular-notices": ConsularNotice,
    "release-steps": ReleaseStep,
    "handovers": Handover,
    "allowing-offenses": AllowingOffense,
}

# What is about the county and of no booking. The dated lists are shared by all counties.
COUNTY_FACTS: dict[str, type[Model]] = {
    "policies": Policy,
    "nil-returns": NilReturn,
    "outages": Outage,
    "general-requests": FederalRequest,
}
COUNTY_KINDS: dict[str, type[Model]] = COUNTY_FACTS | {"facilities": Facility, "profiles": CountyProfile, "list-items": ListItem}
