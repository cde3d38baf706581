"""Lines of the log as JSON, without what an exception says: that may be a value of the record. Its kind and its frames say enough."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from accounts import requests


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message(record),
        }
        if request := requests.current():
            line["request"] = request
        if record.exc_info and record.exc_info[1] is not None:
            line |= {"exception": type(record.exc_info[1]).__name__, "frames": frames(record.exc_info[1])}
        return json.dumps(line, ensure_ascii=False)


def message(record: logging.LogRecord) -> str:
    """Without the words of the exception, which some loggers put into their own message."""
    text = record.getMessage()
    problem = record.exc_info[1] if record.exc_info else None
    while problem is not None:
        for words in sorted({repr(problem), str(problem), *map(str, problem.args)} - {""}, key=len, reverse=True):
            text = text.replace(words, type(problem).__name__)
        problem = problem.__cause__ or problem.__context__
    return text


def frames(problem: BaseException) -> list[str]:
    """Where it was raised, the innermost last; no line of source, no value."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(problem.__traceback__)]
