"""Celery's side of the journal. Each task is one line around a function that a command could call too."""

from celery import shared_task

from accounts import journal, seals


@shared_task
def work_inbox() -> int:
    return journal.drain()


@shared_task
def seal_journal() -> int:
    return seals.seal_due()
