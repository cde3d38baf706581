"""How the result of all test processes becomes one line and one exit code."""

from pathlib import Path

import pytest

from tests.passes import NO_TESTS, Count, Run, read


def run(passed: int = 0, failed: int = 0, skipped: int = 0, uncovered: tuple[str, ...] = (), broken: bool = False) -> Run:
    return Run([], Count(passed, failed, skipped), list(uncovered), broken)


@pytest.mark.parametrize(
    ("made", "require_all", "code"),
    [
        (run(passed=3), True, 0),
        (run(passed=3, failed=1), False, 1),
        (run(passed=3, broken=True), False, 1),
        (run(passed=3, uncovered=("browser tests: no Chromium was found",)), False, 0),
        (run(passed=3, uncovered=("browser tests: no Chromium was found",)), True, 1),
        (run(passed=3, skipped=1), False, 0),
        (run(passed=3, skipped=1), True, 1),
        (run(), False, NO_TESTS),
    ],
)
def test_the_exit_code_says_whether_all_is_well(made: Run, require_all: bool, code: int) -> None:
    assert made.verdict(require_all) == code


def test_what_was_not_covered_is_said_in_one_line_each(capsys: pytest.CaptureFixture[str]) -> None:
    run(passed=2, failed=1, uncovered=("browser tests: no Chromium was found",)).verdict(require_all=False)
    assert capsys.readouterr().out.splitlines() == ["Not covered: browser tests: no Chromium was found.", "2 passed, 1 failed"]


def test_errors_count_as_failures(tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text('<testsuites><testsuite tests="9" failures="2" errors="1" skipped="1"/></testsuites>')
    assert read(report) == Count(passed=5, failed=3, skipped=1)


def test_a_run_that_ended_without_a_report_counts_nothing(tmp_path: Path) -> None:
    assert read(tmp_path / "none.xml") == Count()
