"""A supervisor over three small programs that note when they start and when they are told to stop.

`python -m tests.support.ordered FILE`
"""

import os
import sys
from pathlib import Path

from jailwatch.supervisor import Program, Supervisor

SCRIPT = """
import signal, sys, time
def note(sign):
    with open(sys.argv[1], "a") as file:
        file.write(sign + sys.argv[2] + " ")
def stop(*_):
    note("-")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
note("+")
while True:
    time.sleep(60)
"""


def program(name: str, file: Path) -> Program:
    return Program(name, [sys.executable, "-c", SCRIPT, str(file), name], ready=lambda: file.exists() and f"+{name}" in file.read_text())


if __name__ == "__main__":
    programs = [program(name, Path(sys.argv[1])) for name in ("first", "second", "third")]
    sys.exit(Supervisor(programs, dict(os.environ)).run())
