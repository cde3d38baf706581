"""Looking at processes from outside: which there are, and that they are gone. Standard library only."""

import subprocess

from tests.support.workers import wait_for


def tree(pid: int) -> dict[int, str]:
    """Every process below one, with its command line."""
    rows = [line.split(None, 2) for line in ps("-eo", "pid=,ppid=,args=")]
    below, found = {pid}, {}
    while grown := {int(one): args for one, parent, args in rows if int(parent) in below and int(one) not in below}:
        found.update(grown)
        below |= set(grown)
    return found


def ps(*arguments: str) -> list[str]:
    return subprocess.run(["ps", "-ww", *arguments], capture_output=True, text=True, check=True).stdout.splitlines()


def alive(pids: set[int]) -> set[int]:
    """Those still running. A zombie has ended; only its parent has not asked yet."""
    states = (line.split() for line in ps("-eo", "pid=,state="))
    return {int(pid) for pid, state in states if int(pid) in pids and not state.startswith("Z")}


def gone(pids: set[int]) -> None:
    wait_for(
        lambda: not alive(pids), says=lambda: f"Still alive: {[line for line in ps('-eo', 'pid=,args=') if int(line.split()[0]) in pids]}"
    )


def child(pid: int, word: str) -> int:
    """The direct child whose command line holds a word; waits for it."""
    found: list[int] = []

    def look() -> bool:
        rows = [line.split(None, 2) for line in ps("-eo", "pid=,ppid=,args=")]
        found[:] = [int(one) for one, parent, args in rows if int(parent) == pid and word in args]
        return bool(found)

    wait_for(look, says=lambda: f"No {word} below {pid}: {tree(pid)}")
    return found[0]
