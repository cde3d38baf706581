"""A fact checked before it is written: every refusal is a sentence, beside the field that it is about."""

from functools import reduce
from itertools import chain
from operator import and_
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import BaseConstraint, BooleanField, CheckConstraint, Model, Q
from django.db.models.functions import Coalesce

from bookings.actions.guards import impossible, problems
from bookings.models.moments import FIELD_OF, moment_name

# The field beside which the sentence of a constraint belongs that speaks of several; `FIELD_OF` has those of one.
BESIDE = {
    "booking_birth_country_needs_an_answer": "birth_country",
    "booking_citizen_country_needs_an_answer": "citizen_country",
    "booking_age_is_possible": "age",
    "booking_release_is_whole": "release_kind",
    "booking_notice_is_whole": "notice_version",
    "charge_place_once": "place",
    "charge_place_counts_from_one": "place",
    "charge_disposition_date_needs_a_final_disposition": "disposed",
    "citizenshipclaim_answer_has_its_time": "answer",
    "consent_is_about_one_thing": "visit",
    "consularnotice_is_advice_or_notice": "advised",
    "consularnotice_names_the_consulate": "consulate",
    "detainer_relay_names_its_agency": "relayed_from",
    "detainer_decision_is_whole": "decided",
    "detainer_supersedes_another": "supersedes",
    "detainer_box_1_or_box_2": "dhs_transferred",
    "detainer_served_how_needs_a_time": "served",
    "detainer_told_of_a_decision": "told",
    "detainer_relay_is_whole": "relayed_to",
    "detainer_duplicate_has_its_reason": "duplicate_reason",
    "handover_once": "handed",
    "allowingoffense_names_an_offense": "description",
    "allowingoffense_one_counts": "counts",
    "icecall_answer_time_needs_an_answer": "answer",
    "icecall_phone_time_needs_the_phone": "phone",
    "icecall_override_needs_the_phone": "override_reason",
    "icevisit_end_needs_a_start": "started",
    "icevisit_override_needs_a_start": "override_reason",
    "federalrequest_names_its_agency": "agency",
    "federalrequest_answer_time_needs_an_answer": "answer",
    "releasestep_eligible_has_its_reason": "reason",
    "releasestep_amount_is_of_bail": "amount",
    "policy_ends_after_it_starts": "in_force_until",
    "policy_one_a_day": "in_force_from",
    "policy_one_open": "in_force_from",
    "countyprofile_ends_after_it_starts": "in_force_until",
    "countyprofile_one_a_day": "in_force_from",
    "countyprofile_one_open": "in_force_from",
    "countyprofile_threshold_has_a_floor": "threshold",
    "countyprofile_fiscal_year_starts_in_a_month": "fiscal_year_month",
    "countyprofile_notice_has_its_version": "notice_version",
    "countyprofile_keeps_words_a_month": "keep_words_months",
    "countyprofile_keeps_two_years": "keep_people_months",
    "countyprofile_identity_ends_last": "keep_identity_months",
    "countyprofile_retention_has_its_schedule": "retention_schedule",
    "legalhold_has_its_reason": "reason",
    "legalhold_lifting_is_whole": "lifted_why",
    "disposal_names_its_schedule": "schedule",
    "facility_code_once": "code",
    "facility_has_a_code": "code",
    "listitem_once_a_day": "in_force_from",
    "listitem_list_is_known": "list",
    "listitem_ends_after_it_starts": "in_force_until",
    "listitem_names_its_source": "source",
    "nilreturn_is_signed": "signed_by",
    "outage_says_what_is_missing": "what",
    "office_name_once": "name",
    "office_is_not_federal": "email",
    "office_second_address_differs": "second_email",
    "representation_names_an_office_or_a_designee": "office",
    "representation_one_designee": "stands",
    "representation_office_once": "office",
    "subscription_once": "topic",
    "subscription_is_not_federal": "address",
    "releasenotification_lawyer_is_named": "representation",
    "releasenotification_officer_subscribed": "recipient",
    "releasenotification_ice_is_told_of_a_release": "about",
    "releasenotification_hours_are_of_ice": "hours_asked",
    "releasenotification_agency_is_named": "agency",
    "releasenotification_retraction_names_the_alert": "about",
    "releasenotification_lawyer_once": "representation",
    "releasenotification_officer_once": "recipient",
    "attempt_by_a_person_or_a_task": "person",
    "attempt_ice_is_told_by_a_person": "person",
    "answer_expected_if_coming": "expected",
}


def check(fact: Model) -> None:
    """Raise one `ValidationError` with all that is wrong, by field. Moments go by their name, as in `released`.

    What is entered in error need only be a possible row: a mistake that breaks a rule must not stand for ever.
    """
    errors: dict[str, list[Any]] = {}
    try:
        fact.full_clean(validate_constraints=False)
    except ValidationError as problem:
        for name, messages in problem.message_dict.items():
            errors.setdefault(moment_name(name), []).extend(messages)
    for constraint in in_doubt(fact, set(errors) - {NON_FIELD_ERRORS}):
        try:
            constraint.validate(type(fact), fact, exclude=set(errors) - {NON_FIELD_ERRORS})
        except ValidationError as problem:
            errors.setdefault(field_of(constraint.name), []).extend(problem.messages)
    if not errors:
        for name, says in chain(impossible(fact), () if getattr(fact, "entered_in_error", False) else problems(fact)):
            errors.setdefault(name, []).append(says)
    if errors:
        raise ValidationError({name: list(dict.fromkeys(messages)) for name, messages in errors.items()})


def in_doubt(fact: Model, wrong: set[str]) -> list[BaseConstraint]:
    """The constraints that have to be asked one by one, for their sentences: all of them, unless the checks hold together.

    One query in place of one for each; with a field that has no possible value there is nothing to ask together.
    """
    constraints = list(type(fact)._meta.constraints)
    checks = [constraint for constraint in constraints if isinstance(constraint, CheckConstraint)]
    if wrong or not checks or not hold_together(fact, checks):
        return constraints
    return [constraint for constraint in constraints if constraint not in checks]


def hold_together(fact: Model, checks: list[CheckConstraint]) -> bool:
    """What the database says of all conditions at once. One that cannot tell, for want of a value, holds, as in a table."""
    every = reduce(and_, (Q(Coalesce(Q(check.condition), True, output_field=BooleanField())) for check in checks))
    return bool(every.check(fact._get_field_expression_map(meta=fact._meta)))  # type: ignore[attr-defined]


def field_of(constraint: str) -> str:
    """The field of a form beside which a constraint's sentence belongs."""
    if constraint.endswith("_error_has_its_reason"):
        return "error_reason"
    return BESIDE.get(constraint) or FIELD_OF.get(constraint, NON_FIELD_ERRORS)
