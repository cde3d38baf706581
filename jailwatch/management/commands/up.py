"""`manage.py up`: broker, web, worker and beat under one supervisor, on this machine."""

import os
import shutil
import socket
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from jailwatch import broker
from jailwatch.supervisor import Program, Supervisor

PYTHON = sys.executable
AS_ROOT = "ignore:You're running the worker with superuser privileges"


class Command(BaseCommand):
    help = "Runs JailWatch: broker, web server, Celery worker and beat. Ends them all on Ctrl-C or SIGTERM."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """None: everything stands in the settings."""

    def handle(self, *args: Any, **options: Any) -> None:
        refusal = unready() or taken(settings.HOST, settings.PORT)
        connection.close()
        if refusal:
            self.stderr.write(refusal)
            sys.exit(2)
        place = broker.choose(settings.VAR, settings.REDIS_URL, f"broker-{settings.PORT}")
        self.stdout.write(f"Database: {database()}.")
        self.stdout.write(f"Broker: {place.says}.")
        self.stdout.flush()
        try:
            code = Supervisor(programs(place), environ(place)).run()
        finally:
            if place.scratch:
                shutil.rmtree(place.scratch, ignore_errors=True)
        sys.exit(code)


def unready() -> str:
    """Why the database cannot be served, or nothing."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return "The database lacks migrations. Run: python manage.py migrate"
        return mixed()
    except DatabaseError as error:
        return f"The database does not answer: {str(error).strip().splitlines()[0]}"


def mixed() -> str:
    from accounts.models import County

    if len(set(County.objects.values_list("made_up", flat=True))) < 2:
        return ""
    return "The database mixes made-up and real counties, so its figures cannot be trusted. Keep them in two databases."


def taken(host: str, port: int) -> str:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as error:
            return f"Cannot serve at {host}:{port}: {error.strerror}. Set PORT (or HOST) to another value."
    return ""


def database() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite, {settings.DATABASES['default']['NAME']}"
    return f"PostgreSQL, {connection.settings_dict['NAME']} at {connection.settings_dict['HOST'] or 'the local socket'}"


def programs(place: broker.Broker) -> list[Program]:
    """In the order of their start: nothing that needs the broker comes before it."""
    own = [Program("broker", place.argv, 5.0, lambda: broker.reachable(place.url))] if place.argv else []
    return [*own, Program("web", web(), 8.0), Program("worker", worker(), 15.0), Program("beat", beat(), 5.0)]


def web() -> list[str]:
    host = f"[{settings.HOST}]" if ":" in settings.HOST and not settings.HOST.startswith("[") else settings.HOST
    bind = ["--bind", f"{host}:{settings.PORT}"]
    size = ["--worker-class", "gthread", "--workers", "2", "--threads", "4"]
    quiet = ["--log-level", "warning", "--graceful-timeout", "5", "--no-control-socket"]
    return [PYTHON, "-m", "gunicorn", "jailwatch.wsgi:application", *bind, *size, *quiet]


def celery(*arguments: str) -> list[str]:
    return [PYTHON, "-W", AS_ROOT, "-m", "celery", "--quiet", "-A", "jailwatch", *arguments, "--loglevel", "WARNING"]


def worker() -> list[str]:
    return celery("worker", "--without-mingle", "--without-gossip", "-n", f"worker-{settings.PORT}@%h")


def beat() -> list[str]:
    return celery("beat", "--schedule", str(settings.VAR / f"beat-{settings.PORT}"), "--pidfile", "")


def environ(place: broker.Broker) -> dict[str, str]:
    return {**os.environ, "REDIS_URL": place.url, "DJANGO_SETTINGS_MODULE": "jailwatch.settings"}
