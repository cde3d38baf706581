"""Celery's side of notifications. Each task is one line around a function that a command could call too."""

from celery import shared_task

from notifications import deadlines, delivering


@shared_task
def deliver_alerts() -> int:
    return delivering.on_schedule()


@shared_task
def watch_deadlines() -> int:
    return deadlines.raise_due()
