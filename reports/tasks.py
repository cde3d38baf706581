"""Celery's side of reports. Each task is one line around a function that a command could call too."""

from celery import shared_task

from reports.mailing import sending
from reports.public import warming
from reports.releases import schedule


@shared_task
def draft_months() -> int:
    return schedule.draft_due()


@shared_task
def mail_reports() -> int:
    return sending.drain()


@shared_task
def warm_pages() -> int:
    return warming.warm()
