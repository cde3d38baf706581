"""Loaded into the test worker only: notes which process began which task."""

import os
from pathlib import Path
from typing import Any

from celery.signals import task_prerun


@task_prerun.connect
def note(task: Any, **_: Any) -> None:
    with Path(os.environ["JAILWATCH_TEST_TASK_LOG"]).open("a") as file:
        file.write(f"{task.name} {os.getpid()} {os.getppid()}\n")
