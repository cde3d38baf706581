"""Which broker is chosen, and that Django's cache and Celery both reach it."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.core.cache.backends.redis import RedisCache

from jailwatch import broker
from tests.support import servers
from tests.support.workers import embedded_broker, wait_for


def pretend(folder: Path, version: str) -> Path:
    """A `redis-server` that can only say its version."""
    program = folder / "redis-server"
    program.write_text(f"#!/bin/sh\necho 'Redis server v={version} sha=00000000:0 malloc=libc bits=64'\n")
    program.chmod(0o755)
    return program


def test_the_server_that_is_named_is_taken(tmp_path: Path) -> None:
    found = broker.choose(tmp_path, "redis://u:secret@redis.example:6379/0", "broker")
    assert (found.url, found.argv) == ("redis://u:secret@redis.example:6379/0", ())
    assert found.says == "the Redis server that REDIS_URL names (redis.example)"


@pytest.mark.parametrize("version", ["6.2.0", "7.0.15", "8.2.3", "10.0.0"])
def test_else_a_private_redis_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    program = pretend(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = broker.choose(Path("/var/jail watch"), "", "broker-8000")
    assert found.argv[0] == str(program)
    assert found.url == "redis+socket:///var/jail%20watch/broker-8000.sock"
    assert found.argv[found.argv.index("--port") + 1] == "0"


@pytest.mark.parametrize("version", ["6.0.16", "5.0.7", "nonsense"])
def test_a_redis_server_that_is_too_old_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str) -> None:
    pretend(tmp_path, version)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert broker.choose(tmp_path, "", "broker").says.startswith("the embedded broker on port ")


def test_else_the_embedded_one_on_a_port_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    first, second = broker.choose(tmp_path, "", "one"), broker.choose(tmp_path, "", "two")
    assert first.url.startswith("redis://127.0.0.1:")
    assert first.argv[1:3] == ("-m", "jailwatch.broker")
    assert first.scratch is None
    assert first.says != "" != second.says


def test_a_path_too_long_for_a_socket_is_replaced_by_a_private_folder() -> None:
    found = broker.private("/usr/bin/redis-server", Path("/" + "long/" * 30), "broker")
    assert found.scratch is not None
    try:
        assert found.scratch.stat().st_mode & 0o777 == 0o700
        assert found.url.startswith("redis+socket://")
        assert len(found.url) < 100
    finally:
        found.scratch.rmdir()


def uses(url: str) -> None:
    """What Django's cache and Celery's transport do with an address, as settings.py gives it to them."""
    cache: Any = RedisCache(url.replace("redis+socket://", "unix://"), {})
    cache.set("key", "ñ", 60)
    assert cache.get("key") == "ñ"
    cache._cache.get_client(None).connection_pool.disconnect()
    with Celery(broker=url, set_as_current=False).connection_for_write() as connection:
        connection.ensure_connection(max_retries=1)
        queue = connection.SimpleQueue("test-broker")
        queue.put({"hello": 1})
        assert queue.get(timeout=30).payload == {"hello": 1}
        queue.close()


def test_a_private_redis_in_a_folder_with_a_space_serves_cache_and_celery(tmp_path: Path) -> None:
    """Left out where no redis-server is installed; `run.py test` says so in its closing lines."""
    program = broker.redis_server()
    if program is None:
        return
    folder = tmp_path / "a b"
    folder.mkdir()
    place = broker.private(program, folder, "broker")
    process = subprocess.Popen(place.argv)
    try:
        wait_for(lambda: broker.reachable(place.url))
        uses(place.url)
        assert sorted(file.name for file in folder.iterdir()) == ["broker.log", "broker.sock"]
    finally:
        process.terminate()
        process.wait(30)


def test_the_embedded_broker_serves_cache_and_celery() -> None:
    with embedded_broker() as url:
        uses(url)


def test_nobody_there_is_not_reachable(tmp_path: Path) -> None:
    assert not broker.reachable("redis://127.0.0.1:1/0")
    assert not broker.reachable(f"redis+socket://{tmp_path}/none.sock")


def test_the_servers_of_the_second_pass_leave_nothing_behind() -> None:
    before = set(Path("/tmp").glob("jailwatch-test-*"))
    if servers.has_redis():
        with servers.redis() as url:
            assert broker.reachable(url)
    assert set(Path("/tmp").glob("jailwatch-test-*")) <= before
