"""Prints the numbers of the house and fails on a function or file that is too long, or a function not annotated. Standard library only."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_FUNCTION, LONGEST_FILE, MEDIAN, NINTH = 50, 400, 7, 22
RATIO = (1.3, 2.0)


@dataclass(frozen=True)
class Function:
    where: str
    lines: int
    annotated: bool


def files() -> list[Path]:
    """What git knows or would take: neither the environment nor what is ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = [ROOT / line for line in sorted(set(listed.stdout.splitlines()))]
    return [path for path in paths if path.exists() and "migrations" not in path.parts]


def is_test(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] == "tests"


def code_lines(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def functions(path: Path) -> Iterator[Function]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            bare = [one.arg for one in arguments if one.annotation is None and one.arg not in {"self", "cls"}]
            where = f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
            yield Function(where, (node.end_lineno or node.lineno) - node.lineno + 1, node.returns is not None and not bare)


def direct_dependencies() -> int:
    lines = (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if re.match(r"[A-Za-z]", line))


def complaints(found: list[Function], paths: list[Path]) -> list[str]:
    """What no single change may bring in."""
    said = [f"{one.where}: {one.lines} lines" for one in found if one.lines > LONGEST_FUNCTION]
    said += [f"{one.where}: not annotated" for one in found if not one.annotated]
    return said + [f"{path.relative_to(ROOT)}: {total} lines" for path in paths if (total := physical_lines(path)) > LONGEST_FILE]


def drift(lengths: list[int], ratio: float) -> list[str]:
    """What the whole should keep to: said, but no reason to turn one change away."""
    said = [f"the median function should have at most {MEDIAN} lines"] if statistics.median(lengths) > MEDIAN else []
    said += [f"nine functions in ten should have under {NINTH} lines"] if percentile(lengths) >= NINTH else []
    return said + ([f"test : code should be {RATIO[0]} to {RATIO[1]}, not {ratio:.2f}"] if not RATIO[0] <= ratio <= RATIO[1] else [])


def physical_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def percentile(lengths: list[int]) -> int:
    return lengths[min(len(lengths) - 1, len(lengths) * 9 // 10)]


def main() -> int:
    paths = files()
    code, tests = [path for path in paths if not is_test(path)], [path for path in paths if is_test(path)]
    found = [function for path in paths for function in functions(path)]
    lengths = sorted(function.lines for function in found)
    ratio = sum(map(code_lines, tests)) / sum(map(code_lines, code))
    over = [path for path in paths if physical_lines(path) > LONGEST_FILE]
    print(f"functions: {len(found)}; lines: median {statistics.median(lengths):g}, p90 {percentile(lengths)}, longest {lengths[-1]}")
    print(f"files: {len(paths)}; over {LONGEST_FILE} lines: {len(over)}")
    print(f"annotated: {sum(one.annotated for one in found) / len(found):.1%}")
    print(f"test : code: {ratio:.2f} ({sum(map(code_lines, tests))} : {sum(map(code_lines, code))} lines that are not blank)")
    print(f"direct runtime dependencies: {direct_dependencies()}")
    for remark in drift(lengths, ratio):
        print(f"to watch: {remark}")
    problems = complaints(found, paths)
    for problem in problems:
        print(f"over its bar: {problem}")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
