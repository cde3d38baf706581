import pytest

from bookings.models import Answer
from bookings.rules.birthplace import ELSEWHERE, US, BirthGroup, birth_group

CASES = [
    (Answer.ANSWERED, "US", BirthGroup.US_BORN),
    (Answer.ANSWERED, "AS", BirthGroup.US_BORN),
    (Answer.ANSWERED, "GU", BirthGroup.US_BORN),
    (Answer.ANSWERED, "PR", BirthGroup.US_BORN),
    (Answer.ANSWERED, "VI", BirthGroup.US_BORN),
    (Answer.ANSWERED, "MP", BirthGroup.US_BORN),
    (Answer.ANSWERED, "MX", BirthGroup.FOREIGN_BORN),
    (Answer.ANSWERED, "VG", BirthGroup.FOREIGN_BORN),
    (Answer.ANSWERED, "WS", BirthGroup.FOREIGN_BORN),
    (Answer.ANSWERED, "SU", BirthGroup.FOREIGN_BORN),
    (Answer.ANSWERED, "", BirthGroup.UNKNOWN),
    (Answer.ANSWERED, "ZZ", BirthGroup.UNKNOWN),
    (Answer.ANSWERED, "mx", BirthGroup.UNKNOWN),
    (Answer.DECLINED, "", BirthGroup.UNKNOWN),
    (Answer.NOT_ASKED, "", BirthGroup.UNKNOWN),
    (Answer.UNKNOWN, "", BirthGroup.UNKNOWN),
    (Answer.DECLINED, "MX", BirthGroup.UNKNOWN),
    (Answer.NOT_ASKED, "US", BirthGroup.UNKNOWN),
]


@pytest.mark.parametrize(("answer", "country", "group"), CASES)
def test_only_an_answer_with_a_recognised_country_puts_someone_in_a_group(answer: str, country: str, group: BirthGroup) -> None:
    assert birth_group(answer, country) is group


def test_no_country_is_both_inside_and_outside_the_united_states() -> None:
    assert not US & ELSEWHERE


def test_every_country_is_two_capital_letters() -> None:
    assert all(len(code) == 2 and code.isascii() and code.isupper() for code in US | ELSEWHERE)
    assert len(ELSEWHERE) == 250
