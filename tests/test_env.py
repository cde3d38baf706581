"""A setting nobody foresaw stops the start; each case is one thing a person may write."""

from pathlib import Path
from typing import Any

import pytest

from jailwatch.env import BASE_DIR, BadSetting, Env, read_dotenv

NOWHERE = Path("/nowhere/.env")


def env(**values: str) -> Env:
    return Env(NOWHERE, values)


def dotenv(folder: Path, text: str) -> Path:
    file = folder / ".env"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("# a remark\n\n", {}),
        ("PORT=8001", {"PORT": "8001"}),
        ("export PORT=8001", {"PORT": "8001"}),
        (" HOST = 0.0.0.0 ", {"HOST": "0.0.0.0"}),
        ("SECRET_KEY='a=b'", {"SECRET_KEY": "a=b"}),
        ('SECRET_KEY="ñ"', {"SECRET_KEY": "ñ"}),
        ("DEBUG=", {"DEBUG": ""}),
    ],
)
def test_a_dotenv_line_is_a_name_and_a_value(tmp_path: Path, text: str, found: dict[str, str]) -> None:
    assert read_dotenv(dotenv(tmp_path, text)) == found


@pytest.mark.parametrize("line", ["PROT=8000", "PORT", "port=8000", "DATABASE_URI=sqlite:///x"])
def test_a_dotenv_line_that_is_no_setting_is_named_with_its_number(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadSetting, match=r"line 2: .* is no setting of JailWatch\. Known: .*PORT"):
        read_dotenv(dotenv(tmp_path, f"DEBUG=0\n{line}"))


def test_the_environment_wins_over_the_dotenv_file(tmp_path: Path) -> None:
    file = dotenv(tmp_path, "PORT=1\nHOST=one")
    both = Env(file, {"PORT": "2"})
    assert (both.text("PORT"), both.text("HOST")) == ("2", "one")


@pytest.mark.parametrize(
    ("value", "meaning"),
    [("1", True), ("true", True), ("YES", True), (" on ", True), ("0", False), ("No", False), ("off", False), ("", False)],
)
def test_a_flag_is_yes_or_no(value: str, meaning: bool) -> None:
    assert env(DEBUG=value).flag("DEBUG", not meaning) is meaning


def test_a_flag_that_is_not_set_has_its_default() -> None:
    assert env().flag("DEBUG", True) is True


@pytest.mark.parametrize("value", ["2", "maybe", "ja", "-1"])
def test_a_flag_that_is_neither_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="neither yes nor no"):
        env(DEBUG=value).flag("DEBUG")


@pytest.mark.parametrize(("value", "port"), [("1", 1), ("8000", 8000), ("65535", 65535), ("", 8000), (" 8080 ", 8080)])
def test_a_port_is_a_whole_number(value: str, port: int) -> None:
    assert env(PORT=value).port("PORT", 8000) == port


@pytest.mark.parametrize("value", ["0", "65536", "80a", "-1", "8.0", "٨٠", "eighty"])
def test_a_port_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="whole number from 1 to 65535"):
        env(PORT=value).port("PORT", 8000)


def test_items_are_split_at_commas_and_trimmed() -> None:
    assert env(ALLOWED_HOSTS=" a.example, ,b.example ").items("ALLOWED_HOSTS") == ["a.example", "b.example"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////tmp/a.sqlite3", "/tmp/a.sqlite3"),
        ("sqlite:////tmp/my%20jail.sqlite3", "/tmp/my jail.sqlite3"),
        ("sqlite:///jail.sqlite3", str(BASE_DIR / "jail.sqlite3")),
    ],
)
def test_an_sqlite_address_is_a_path_from_the_project_or_from_the_root(url: str, name: str) -> None:
    assert env(DATABASE_URL=url).database("DATABASE_URL", NOWHERE)["NAME"] == name


def test_sqlite_waits_for_other_writers_instead_of_failing() -> None:
    options = env(DATABASE_URL="sqlite:////tmp/a").database("DATABASE_URL", NOWHERE)["OPTIONS"]
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] == 20
    assert "journal_mode=WAL" in options["init_command"]


@pytest.mark.parametrize("folder", ["with a space", "100%25", "what?", "#1"])
def test_the_default_database_may_stand_in_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir()
    file = tmp_path / folder / "jailwatch.sqlite3"
    assert env().database("DATABASE_URL", file)["NAME"] == str(file)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgres://host/jail", {"HOST": "host", "NAME": "jail", "USER": "", "PORT": ""}),
        ("postgresql://u:p@host:5433/jail", {"HOST": "host", "NAME": "jail", "USER": "u", "PASSWORD": "p", "PORT": "5433"}),
        ("postgres://u:p%40ss%2F@host/jail", {"PASSWORD": "p@ss/"}),
        ("postgres://u@/jail?host=/run/pg&port=6432", {"HOST": "/run/pg", "PORT": "6432", "OPTIONS": {}}),
        ("postgres://u@host/jail?sslmode=require", {"OPTIONS": {"sslmode": "require"}}),
    ],
)
def test_a_postgres_address_names_server_database_and_account(url: str, expected: dict[str, Any]) -> None:
    found = env(DATABASE_URL=url).database("DATABASE_URL", NOWHERE)
    assert {key: found[key] for key in expected} == expected
    assert found["ENGINE"] == "django.db.backends.postgresql"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://host/jail", "must start with sqlite:/// or postgres://, not .mysql"),
        ("jail.sqlite3", "must start with sqlite:/// or postgres://"),
        ("sqlite://jail.sqlite3", "must be sqlite:///PATH"),
        ("sqlite:///", "must be sqlite:///PATH"),
        ("sqlite:////no/such/folder/a", "the folder /no/such/folder does not exist"),
        ("postgres://host", "names no database"),
        ("postgres://host/", "names no database"),
    ],
)
def test_a_database_address_that_cannot_be_meant_is_refused(url: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says):
        env(DATABASE_URL=url).database("DATABASE_URL", NOWHERE)


@pytest.mark.parametrize("url", ["", "redis://127.0.0.1:6379/0", "rediss://host/1", "redis+socket:///run/redis.sock"])
def test_a_redis_address_is_kept_as_it_is(url: str) -> None:
    assert env(REDIS_URL=url).redis("REDIS_URL") == url


@pytest.mark.parametrize("url", ["amqp://host", "http://host", "localhost:6379"])
def test_another_broker_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="must start with redis://"):
        env(REDIS_URL=url).redis("REDIS_URL")


@pytest.mark.parametrize(
    ("url", "port", "ssl", "tls"),
    [
        ("smtp://mail.example", 25, False, False),
        ("smtps://mail.example", 465, True, False),
        ("smtp+tls://mail.example", 587, False, True),
        ("smtp+tls://mail.example:2525", 2525, False, True),
    ],
)
def test_a_mail_address_says_how_it_is_encrypted(url: str, port: int, ssl: bool, tls: bool) -> None:
    found = env(EMAIL_URL=url).email("EMAIL_URL", NOWHERE)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"], found["EMAIL_USE_TLS"]) == (port, ssl, tls)


def test_without_a_mail_server_mails_become_files(tmp_path: Path) -> None:
    found = env().email("EMAIL_URL", tmp_path)
    assert found["EMAIL_BACKEND"].endswith("filebased.EmailBackend")
    assert found["EMAIL_FILE_PATH"] == str(tmp_path)


@pytest.mark.parametrize("url", ["mail.example", "imap://mail.example", "smtp://"])
def test_a_mail_address_without_a_server_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="must be smtp://"):
        env(EMAIL_URL=url).email("EMAIL_URL", NOWHERE)


@pytest.mark.parametrize(("query", "seconds"), [("", 20), ("?timeout=1", 1), ("?timeout=20", 20)])
def test_a_mail_address_says_how_long_its_server_may_take(query: str, seconds: int) -> None:
    assert env(EMAIL_URL=f"smtp://mail.example{query}").email("EMAIL_URL", NOWHERE)["EMAIL_TIMEOUT"] == seconds


@pytest.mark.parametrize("value", ["0", "21", "-3", "soon", "²"])
def test_a_mail_server_that_may_take_longer_than_a_claim_lasts_is_refused(value: str) -> None:
    with pytest.raises(BadSetting, match="seconds from 1 to 20"):
        env(EMAIL_URL=f"smtp://mail.example?timeout={value}").email("EMAIL_URL", NOWHERE)
