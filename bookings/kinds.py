"""The kinds of fact that hang on a booking: one table for journal, forms, timeline and API."""

from bookings.models import (
    AllowingOffense,
    Charge,
    CitizenshipClaim,
    Consent,
    ConsularNotice,
    Detainer,
    Fact,
    FederalRequest,
    FingerprintCheck,
    Handover,
    IceCall,
    IceVisit,
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
