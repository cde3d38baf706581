"""Makes the clock of a test worker wrong from its first moment on: by so many seconds, by the environment."""

import datetime
import os
import time

OFF = float(os.environ["JAILWATCH_TEST_CLOCK_OFF"])
right, true_time, true_time_ns = datetime.datetime, time.time, time.time_ns


class OfAnyMoment(type(right)):
    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, right)

    def __subclasscheck__(cls, other: type) -> bool:
        return issubclass(other, right)


class Wrong(right, metaclass=OfAnyMoment):
    """Makes moments of the true class, `now` among them, which is wrong."""

    def __new__(cls, *values: object, **named: object) -> right:  # type: ignore[misc]
        return right(*values, **named)  # type: ignore[arg-type]

    @classmethod
    def now(cls, tz: datetime.tzinfo | None = None) -> right:
        return right.now(tz) + datetime.timedelta(seconds=OFF)

    @classmethod
    def utcnow(cls) -> right:
        return right.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(seconds=OFF)

    @classmethod
    def today(cls) -> right:
        return cls.now()


time.time = lambda: true_time() + OFF
time.time_ns = lambda: true_time_ns() + int(OFF * 1e9)
datetime.datetime = Wrong  # type: ignore[misc]
