"""JailWatch: a county jail's own log of its contacts with ICE, and the public account of that log."""

from jailwatch.celery import app as celery_app

__all__ = ["celery_app"]
__version__ = "0.1.0"
