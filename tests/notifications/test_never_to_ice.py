"""JailWatch tells ICE nothing: the database itself refuses each row by which a machine could, whoever asks and however."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from bookings.models import Booking
from notifications import triggers
from notifications.models import Attempt, Delivery, Recipient, ReleaseNotification
from tests.support import build, telling

pytestmark = pytest.mark.django_db
TOLD, TRIED, SENT = (model._meta.db_table for model in (ReleaseNotification, Attempt, Delivery))
MACHINES = ("counsel", "designee", "officer")
UNUSED = 999_999_999
OTHERS = sorted(set(Recipient.values) - {"ice"})


@pytest.fixture
def booking() -> Booking:
    return build.booking(build.county())


@pytest.fixture
def ice(booking: Booking) -> ReleaseNotification:
    return telling.notification(booking, "ice")


@pytest.fixture
def counsel(booking: Booking) -> ReleaseNotification:
    return telling.notification(booking, "counsel")


def stored() -> list[list[tuple[object, ...]]]:
    return [list(model._base_manager.order_by("pk").values_list()) for model in (ReleaseNotification, Attempt, Delivery)]


def refused(says: str, act: Callable[[], object]) -> None:
    """The database says no, in words of ours, and nothing has changed."""
    before = stored()
    with pytest.raises(IntegrityError, match=says), transaction.atomic():
        act()
    assert stored() == before


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


# A try and a delivery are to whom their notification is.


@pytest.mark.parametrize("recipient", OTHERS)
def test_a_try_on_a_notification_to_ice_cannot_call_itself_one_to_somebody_else(ice: ReleaseNotification, recipient: str) -> None:
    refused(triggers.SAYS, lambda: telling.attempt(ice, recipient=recipient, task="deliver"))
    refused(triggers.SAYS, lambda: telling.attempt(ice, recipient=recipient))
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("recipient", MACHINES)
def test_a_delivery_on_a_notification_to_ice_cannot_call_itself_one_to_somebody_else(ice: ReleaseNotification, recipient: str) -> None:
    refused(triggers.SAYS, lambda: telling.delivery(ice, recipient=recipient))
    assert not Delivery.objects.exists()


def test_many_at_once_are_refused_as_one_is(ice: ReleaseNotification, counsel: ReleaseNotification) -> None:
    tries = [telling.attempt(counsel, task="deliver") for _time in range(2)]
    for one in tries:
        one.pk = None
    tries[1].notification = ice
    refused(triggers.SAYS, lambda: Attempt.objects.bulk_create(tries))


MOVED: dict[str, Callable[[ReleaseNotification], object]] = {
    "a try, by update": lambda ice: Attempt.objects.update(notification=ice),
    "a delivery, by update": lambda ice: Delivery.objects.update(notification=ice),
    "a try, by SQL": lambda ice: sql(f"UPDATE {TRIED} SET notification_id = {ice.pk}"),
    "a delivery, by SQL": lambda ice: sql(f"UPDATE {SENT} SET notification_id = {ice.pk}"),
    "a try that calls itself one to ICE": lambda ice: Attempt.objects.update(recipient="ice", task="", person="a deputy"),
    "a try that calls itself one to the person": lambda ice: Attempt.objects.update(recipient="person"),
    "a delivery that calls itself one to an officer": lambda ice: Delivery.objects.update(recipient="officer"),
}


@pytest.mark.parametrize("name", MOVED)
def test_neither_can_be_moved_to_ice_later(name: str, ice: ReleaseNotification, counsel: ReleaseNotification) -> None:
    telling.attempt(counsel, task="deliver")
    telling.delivery(counsel)
    refused(triggers.SAYS, lambda: MOVED[name](ice))


def test_both_can_be_changed_where_they_are(counsel: ReleaseNotification) -> None:
    telling.attempt(counsel, task="deliver")
    telling.delivery(counsel)
    assert Attempt.objects.update(outcome="failed", recipient="counsel") == 1
    assert Delivery.objects.update(state="failed", notification=counsel) == 1


# A notification stays to whom it was.

CHANGED: dict[str, Callable[[ReleaseNotification], object]] = {
    "update": lambda told: ReleaseNotification.objects.update(recipient="ice", representation=None),
    "update of a row without tries": lambda told: ReleaseNotification.objects.filter(attempts=None).update(recipient="person"),
    "save": lambda told: ReleaseNotification(**{**fields(told), "recipient": "ice", "representation_id": None}).save(force_update=True),
    "SQL": lambda told: sql(f"UPDATE {TOLD} SET recipient = 'ice', representation_id = NULL WHERE id = {told.pk}"),
    "SQL that gives its id to another one": lambda told: sql(f"UPDATE {TOLD} SET id = id + 1000 WHERE id = {told.pk}"),
    "bulk create over it": lambda told: ReleaseNotification.objects.bulk_create(
        [ReleaseNotification(**{**fields(told), "recipient": "person", "representation_id": None})],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["recipient", "representation"],
    ),
}


def fields(told: ReleaseNotification) -> dict[str, object]:
    return {field.attname: getattr(told, field.attname) for field in told._meta.concrete_fields}


@pytest.mark.parametrize("name", CHANGED)
def test_whom_it_was_told_to_cannot_be_changed(name: str, counsel: ReleaseNotification) -> None:
    refused(triggers.KEPT, lambda: CHANGED[name](counsel))


def test_all_else_of_a_notification_can_be_changed(counsel: ReleaseNotification) -> None:
    assert ReleaseNotification.objects.update(text_told="You are told.", recipient="counsel") == 1


# Foreign keys are looked at when a transaction ends: whichever of the two rows is written first, they must agree.


def to_ice_under(pk: int, booking: Booking) -> ReleaseNotification:
    return ReleaseNotification.objects.create(pk=pk, county=booking.county, booking=booking, recipient="ice")


@pytest.mark.parametrize("made", [telling.attempt, telling.delivery])
def test_a_notification_to_ice_cannot_take_an_id_that_a_row_to_counsel_waits_for(made: Callable[..., object], booking: Booking) -> None:
    waited_for = ReleaseNotification(pk=UNUSED, county=booking.county, booking=booking, recipient="counsel")

    def write() -> None:
        made(waited_for)
        to_ice_under(UNUSED, booking)

    refused(triggers.SAYS, write)


def test_nor_the_id_of_one_that_was_deleted_under_its_tries(counsel: ReleaseNotification, booking: Booking) -> None:
    telling.attempt(counsel, task="deliver")

    def write() -> None:
        sql(f"DELETE FROM {TOLD} WHERE id = {counsel.pk}")
        to_ice_under(counsel.pk, booking)

    refused(triggers.SAYS, write)


def test_nor_by_the_databases_own_way_of_writing_over(counsel: ReleaseNotification) -> None:
    telling.attempt(counsel, task="deliver")
    refused({"sqlite": triggers.SAYS, "postgresql": triggers.KEPT}[connection.vendor], lambda: sql(WRITE_OVER[connection.vendor]()))


def replaced() -> str:
    values = {name: name for name in fields_in_columns()} | {"recipient": "'ice'", "representation_id": "NULL"}
    return f"REPLACE INTO {TOLD} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM {TOLD}"


def upserted() -> str:
    over = "ON CONFLICT (id) DO UPDATE SET recipient = 'ice', representation_id = NULL"
    return f"INSERT INTO {TOLD} SELECT * FROM {TOLD} {over}"


WRITE_OVER: dict[str, Callable[[], str]] = {"sqlite": replaced, "postgresql": upserted}


def fields_in_columns() -> list[str]:
    return [str(field.column) for field in ReleaseNotification._meta.concrete_fields]


# ICE is told by a person, and never by what waits to be sent.


def test_a_try_of_a_task_to_ice_is_refused(ice: ReleaseNotification) -> None:
    refused("attempt_ice_is_told_by_a_person", lambda: telling.attempt(ice, task="deliver"))


def test_a_try_of_a_person_cannot_become_one_of_a_task(ice: ReleaseNotification) -> None:
    telling.attempt(ice)
    refused("attempt_ice_is_told_by_a_person", lambda: Attempt.objects.update(person="", task="deliver"))


@pytest.mark.parametrize("recipient", ["ice", "person", "other_agency"])
def test_a_delivery_to_ice_or_to_nobody_of_ours_is_refused(recipient: str, booking: Booking) -> None:
    told = telling.notification(booking, recipient)
    refused("delivery_is_never_to_ice", lambda: telling.delivery(told))


def test_a_notification_has_no_time_by_which_it_is_due() -> None:
    """Nobody is reminded to tell ICE: what has a due time is a delivery, and of these there are none to ICE."""
    assert [field.name for field in ReleaseNotification._meta.concrete_fields if "due" in field.name] == []


@pytest.mark.parametrize("recipient", Recipient.values)
def test_a_person_may_tell_anybody(recipient: str, booking: Booking) -> None:
    assert telling.attempt(telling.notification(booking, recipient)).person == "a deputy"


@pytest.mark.parametrize("recipient", MACHINES)
def test_a_task_may_tell_those_whom_alerts_are_for(recipient: str, booking: Booking) -> None:
    told = telling.notification(booking, recipient)
    assert telling.delivery(told).recipient == telling.attempt(told, task="deliver").recipient == recipient


# The triggers are there.


def triggers_there() -> set[str]:
    catalogue = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(catalogue[connection.vendor])
        return {name for (name,) in cursor.fetchall() if name.startswith("notifications_")}


def test_every_trigger_is_there_after_migration() -> None:
    assert triggers_there() == set(triggers.names())


def test_each_table_that_could_hide_a_telling_has_a_trigger_for_each_way_of_writing() -> None:
    assert triggers.TABLES == (TRIED, SENT)
    assert set(triggers.names()) == {f"{table}_same_{act}" for table in (TRIED, SENT) for act in ("insert", "update")} | {
        f"{TOLD}_keeps_recipient",
        f"{TOLD}_suits_its_rows",
    }


def test_triggers_can_be_made_again_where_they_are(counsel: ReleaseNotification) -> None:
    triggers.create(connection)
    assert triggers_there() == set(triggers.names())
    refused(triggers.KEPT, lambda: CHANGED["SQL"](counsel))


def test_triggers_that_are_dropped_are_gone_and_come_back() -> None:
    triggers.drop(connection)
    assert triggers_there() == set()
    triggers.create(connection)
    assert triggers_there() == set(triggers.names())


@pytest.mark.django_db(transaction=True)
def test_a_change_is_refused_outside_a_transaction_too() -> None:
    told = telling.notification(build.booking(build.county()), "counsel")
    with pytest.raises(IntegrityError, match=triggers.KEPT):
        CHANGED["SQL"](told)
    assert ReleaseNotification.objects.get().recipient == "counsel"
