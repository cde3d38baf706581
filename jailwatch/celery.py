"""The Celery application and its schedule. The schedule only ticks: what is due stands in the database."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jailwatch.settings")

app = Celery("jailwatch")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.conf.beat_schedule = {
    "sweep-inbox": {"task": "accounts.tasks.work_inbox", "schedule": 5.0, "options": {"expires": 30}},
    "deliver-alerts": {"task": "notifications.tasks.deliver_alerts", "schedule": 1.0, "options": {"expires": 10}},
    "watch-deadlines": {"task": "notifications.tasks.watch_deadlines", "schedule": 10.0, "options": {"expires": 30}},
    "sweep-imports": {"task": "bookings.tasks.work_imports", "schedule": 5.0, "options": {"expires": 30}},
    "tidy-imports": {"task": "bookings.tasks.tidy_imports", "schedule": 3600.0, "options": {"expires": 600}},
    "seal-journal": {"task": "accounts.tasks.seal_journal", "schedule": 10.0, "options": {"expires": 30}},
}
