import importlib.util

import psycopg2
from django.db.backends.postgresql import psycopg_any


def test_psycopg2_is_the_driver_in_use() -> None:
    """Django takes psycopg 3 without a word if it is installed; COPY and the network guard are built on psycopg2."""
    assert psycopg_any.is_psycopg3 is False
    assert psycopg_any.errors.__name__ == "psycopg2.errors"


def test_no_second_driver_is_installed() -> None:
    assert importlib.util.find_spec("psycopg") is None
    assert psycopg2.__version__.startswith("2.9")
