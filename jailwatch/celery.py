"""The Celery application and its schedule. The schedule only ticks: what is due stands in the database."""

import logging
import os

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailwatch.settings")

app = Celery("jailwatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    name: {"task": task, "schedule": seconds, "options": {"expires": settings.HINT_LASTS}}
    for name, task, seconds in (
        ("sweep-inbox", "accounts.tasks.work_inbox", 5.0),
        ("deliver-alerts", "notifications.tasks.deliver_alerts", 1.0),
        ("watch-deadlines", "notifications.tasks.watch_deadlines", 10.0),
        ("sweep-imports", "bookings.tasks.work_imports", 5.0),
        ("tidy-imports", "bookings.tasks.tidy_imports", 3600.0),
        ("seal-journal", "accounts.tasks.seal_journal", 10.0),
        ("draft-months", "reports.tasks.draft_months", 600.0),
        ("mail-reports", "reports.tasks.mail_reports", 10.0),
        ("warm-pages", "reports.tasks.warm_pages", 600.0),
    )
}


@setup_logging.connect
def keep_django_logging(loglevel: int | str | None = None, **_kwargs: object) -> None:
    """One shape of line for all processes: Celery would write exceptions with their words. Its own level is that of its command."""
    logging.getLogger("celery").setLevel(loglevel or logging.WARNING)
