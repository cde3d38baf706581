"""What the made-up record looks like: every distribution once, with where it comes from."""

from dataclasses import dataclass, field
from typing import Any

from jailwatch.demo.chance import Odds, Quantiles

FITTED = "fitted to a Midwestern county of 36,000 bookings a year (issue 4, item 5)"
PUBLISHED = "published county figures (domain.md 4.1, 4.2)"
ASSUMED = "assumed, so that every kind of fact is there to be seen"


def given(value: Any, source: str) -> Any:
    return field(default_factory=lambda: value, metadata={"source": source})


def by_number(weights: str) -> Odds:
    return Odds({str(number): float(weight) for number, weight in enumerate(weights.split())})


@dataclass(frozen=True, kw_only=True)
class Shape:
    variance_over_mean: float = given(1.5, FITTED)
    weekdays: tuple[float, ...] = given((0.99, 1.24, 1.24, 1.17, 0.98, 0.70, 0.68), FITTED)
    months: tuple[float, ...] = given((1.02, 1.02, 1.02, 1.04, 1.05, 1.01, 1.05, 1.06, 0.95, 0.95, 0.99, 0.85), FITTED)
    holidays: dict[str, float] = given(
        {"Christmas Day": 0.4, "Thanksgiving Day": 0.5, "New Year's Day": 0.6, "Independence Day": 0.7}, FITTED
    )
    other_holiday: float = given(0.9, FITTED)
    hours_booked: Odds = given(
        by_number("4.5 4.6 4.1 3.9 3.4 1.8 1.3 2.4 3.5 6.5 5.4 5.7 5.4 4.2 4.2 5.4 5.2 4.1 3.7 3.6 3.3 3.9 4.6 5.1"), FITTED
    )
    hours_released: Odds = given(
        by_number(".6 .7 .5 .3 1.1 9.7 .2 1.2 14.2 5.1 2.9 8.7 6.9 7.7 3.1 6.6 6.6 6.4 5.4 5.4 2.3 2.4 1.2 1.0"), FITTED
    )
    released_on_the_hour: float = given(1 / 3, FITTED)
    short_stay: tuple[float, float, float] = given((0.775, 0.648, 1.42), FITTED)
    long_stay: tuple[float, float] = given((4.472, 0.675), FITTED)
    stay_with_detainer: Quantiles = given(Quantiles({0: 0.25, 0.25: 2.6, 0.5: 26, 0.75: 89, 1: 300}), FITTED)

    booked_again: float = given(0.22, ASSUMED)
    kinds: Odds = given(
        Odds({"new_arrest": 62, "warrant": 22, "sentence": 7.5, "other_hold": 7, "unknown": 1, "held_for_ice": 0.5}), ASSUMED
    )
    sexes: Odds = given(Odds({"male": 75.9, "female": 23.9, "unknown": 0.2}), FITTED)
    ages: Quantiles = given(Quantiles({0: 18, 0.05: 21, 0.25: 27, 0.5: 32, 0.75: 41, 0.95: 56, 1: 78}), FITTED)
    races: Odds = given(Odds({"White": 43, "Black": 39, "American Indian": 9, "Asian": 4, "Unknown": 5}), ASSUMED)
    foreign_born: float = given(0.14, FITTED)
    countries: Odds = given(
        Odds(
            {"MX": 34, "EC": 13, "SO": 12, "LA": 7, "ET": 6, "GT": 6, "HN": 5, "SV": 5, "LR": 4, "KE": 3}
            | {"CN": 1, "PH": 1, "NG": 1, "VN": 1, "RU": 0.5, "GB": 0.5}
        ),
        FITTED,
    )
    not_answered: Odds = given(Odds({"unknown": 1.3, "not_asked": 1.3, "declined": 0.3, "strange": 0.2}), FITTED)
    not_answered_share: float = given(0.031, FITTED)
    born_in_a_territory: float = given(0.004, ASSUMED)
    not_citizens: float = given(0.55, FITTED)

    charges: Odds = given(Odds(dict(zip("12345678", (380, 252, 160, 92, 56, 30, 18, 12), strict=True))), FITTED)
    offenses: Odds = given(
        Odds(
            {
                "171.24|DRIVING AFTER REVOCATION|misdemeanor": 9,
                "169A.27|DWI 4TH DEGREE|misdemeanor": 7,
                "169A.26|DWI 3RD DEGREE|gross_misdemeanor": 6,
                "169A.24|DWI 1ST DEGREE|felony": 2,
                "609.52|THEFT|misdemeanor": 9,
                "609.52.3|THEFT OVER $1,000|felony": 5,
                "609.224|ASSAULT 5TH DEGREE|misdemeanor": 8,
                "609.2242|DOMESTIC ASSAULT|misdemeanor": 10,
                "609.2242.4|DOMESTIC ASSAULT, EARLIER CONVICTION|felony": 3,
                "609.222|ASSAULT 2ND DEGREE|felony": 3,
                "152.025|CONTROLLED SUBSTANCE 5TH DEGREE|felony": 11,
                "152.023|CONTROLLED SUBSTANCE 3RD DEGREE|felony": 2,
                "609.582|BURGLARY 2ND DEGREE|felony": 3,
                "609.605|TRESPASS|misdemeanor": 7,
                "609.72|DISORDERLY CONDUCT|misdemeanor": 6,
                "609.487|FLEEING AN OFFICER|felony": 3,
                "624.713|WEAPON, NOT ELIGIBLE|felony": 3,
                "629.75|NO-CONTACT ORDER VIOLATED|misdemeanor": 4,
                "171.02|DRIVING WITHOUT A LICENSE|misdemeanor": 5,
                "LOCAL|OPEN BOTTLE|infraction": 1,
            }
        ),
        ASSUMED,
    )
    dispositions: Odds = given(
        Odds({"convicted": 44, "dismissed": 27, "declined": 16, "acquitted": 1, "pending": 9, "no_date": 2, "unknown": 1}), ASSUMED
    )
    days_to_disposition: tuple[float, float] = given((18, 1.1), ASSUMED)
    release_kinds: Odds = given(
        Odds({"street": 79, "other_agency": 11, "state_prison": 5.5, "other": 2.5, "unknown": 1.9, "died": 0.05, "escaped": 0.05}), ASSUMED
    )
    eligible_reasons: Odds = given(
        Odds({"bail": 24, "recognizance": 30, "time_served": 14, "dismissed": 8, "no_charges": 14, "court_order": 9, "unknown": 1}), ASSUMED
    )
    hours_eligible: tuple[float, float] = given((3, 0.8), "federal case on waits for ICE, 20 minutes to 6 hours (domain.md 1.5)")
    steps_logged: float = given(0.12, ASSUMED)
    fingerprinted: float = given(0.97, ASSUMED)

    called: float = given(0.60, FITTED)
    on_the_phone: tuple[float, float] = given((0.40, 0.20), FITTED)
    without_a_yes: float = given(0.02, ASSUMED)
    asked_though_no_phone: tuple[float, float] = given((0.05, 0.60), ASSUMED)
    call_answers: Odds = given(
        Odds({"no_interest": 46, "us_citizen": 9, "wants_interview": 9, "will_lodge": 14, "calls_back": 12, "none": 10}), ASSUMED
    )
    federal_requests: float = given(0.02, ASSUMED)

    detainers: float = given(0.015, PUBLISHED)
    detainers_after_the_step: float = given(0.021, FITTED)
    detainers_of_others: float = given(0.05, "US citizens under detainers (domain.md 4.4)")
    fates: Odds = given(
        Odds(
            {
                "handed_over": 35,
                "not_taken": 34,
                "declined": 11,
                "withdrawn": 7,
                "expired": 2,
                "other_agency": 5,
                "state_prison": 3.5,
                "unaccounted": 2,
                "died": 0.2,
                "escaped": 0.3,
            }
        ),
        PUBLISHED,
    )
    declined_yet_taken: float = given(0.05, "two listed as declined had been handed over (domain.md 4.1)")
    withdrawn_after: float = given(0.05, ASSUMED)
    superseded: float = given(0.05, ASSUMED)
    duplicates: float = given(0.04, "issue 4, item 5: errors injected")
    day_only: float = given(0.04, ASSUMED)
    served: float = given(0.85, ASSUMED)
    visits: float = given(0.10, FITTED)
    claims: float = given(0.02, "US citizens under detainers (domain.md 4.4)")
    consular_advice: float = given(0.90, ASSUMED)
    consulate_wanted: float = given(0.22, ASSUMED)
    status_when_taken: Odds = given(
        Odds({"not_convicted_pending": 55, "convicted": 26, "ended_without_conviction": 9, "no_charge": 4, "unknown": 6}),
        "more than half without a conviction (domain.md 4.2, 4.6)",
    )
    later_dropped: float = given(0.70, "issue 4, item 5: 25 to 50 % of handed-over people")
    taken_without_paper: float = given(0.0004, ASSUMED)

    ice_told: tuple[float, float] = given((0.30, 0.82), ASSUMED)
    lead_hours: tuple[float, float] = given((1.5, 0.8), FITTED)
    told_afterwards: float = given(0.03, ASSUMED)
    hours_to_react: tuple[float, float] = given((0.4, 1.0), ASSUMED)
    answers_if_taken: Odds = given(Odds({"coming": 80, "none": 8, "silent": 12}), ASSUMED)
    answers_if_not: Odds = given(Odds({"not_coming": 45, "coming": 15, "none": 20, "silent": 20}), ASSUMED)
    person_told: float = given(0.75, ASSUMED)
    represented: float = given(0.60, ASSUMED)

    late: float = given(0.02, "issue 4, item 5: errors injected")
    wrong_birthplace: float = given(0.0006, "issue 4, item 5: errors injected")
    booked_twice: float = given(0.0003, "issue 4, item 5: errors injected")
    wrong_person: float = given(0.0002, "issue 4, item 5: errors injected")
    wrong_month: float = given(0.02, "issue 4, item 5: errors injected")


SHAPE = Shape()
