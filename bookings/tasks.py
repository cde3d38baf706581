"""Celery's side of imports. Each task is one line around a function that a command could call too."""

from celery import shared_task

from bookings.importing import queue


@shared_task
def work_imports() -> int:
    return queue.work()


@shared_task
def tidy_imports() -> int:
    return queue.tidy()
