"""Only the definitions and the roll-up read the record; everything that is shown comes through `reports.figures`."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "reports"
# The release clock of the office (exact, behind sign-in) reads the timings as they stand; its labels are the lists of the record.
# Public pages name the rules of policies by the record's own list of them; the policies come from releases.
FACTS = "public/county_facts.py"
# A report of the office prices minutes of staff by the county's list of rates.
READERS = {"checks.py", "rollup.py", "clock/reading.py", "clock/labels.py", "report/rates.py", FACTS}
# Tables of people are counted once a year from the record; drafts of months are made of cells, and of the policies and gaps of their time.
DRAFTING = {"releases/cohort.py", "releases/answers.py", "releases/beside.py"}
# A month is held back by what the record lacks, and drafted by a schedule that writes to officers; its pages are theirs, behind sign-in.
DRAFTING |= {"releases/actions.py", "releases/checks.py", "releases/schedule.py"}
# Reports leave by the house's one way to send mail; of the record their senders know nothing (a test below).
MAILING = {"mailing/forms.py", "mailing/sending.py", "mailing/laptop.py", "apps.py"}
# Statutory forms and registers are the office's, exact and behind sign-in: filing is not publishing.
FILING = ("forms/", "registers/", "months/", "actions/", "models/")
PUBLIC_NAMES = {"published", "releases", "latest", "all_published", "annual", "version", "several", "releases_of_months", "totals_of"}
PUBLIC_NAMES |= {"newest", "policies_of", "policies_known", "outages_of", "outages_known"}
PURE = "notifications.rules"
CELLS = {"checks.py", "rollup.py", "figures/office.py", "releases/monthly.py", "releases/planning.py"}
CELLS |= {"releases/checks.py", "releases/schedule.py"}
# The public side of the reading door: what it is made of, and all that it may read.
PUBLIC = {"figures/public.py", "figures/acts.py", "figures/people.py", "figures/shelf.py"}
RELEASES = {"reports.models.Release", "reports.models.ReleaseKind", "reports.models.Withdrawal"}


def imports(path: Path) -> set[str]:
    """Every module and name that a file imports, at any depth."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def importers_of(*prefixes: str) -> set[str]:
    """The files of `reports` that import something under one of the prefixes. Migrations write no figures."""
    files = [path for path in ROOT.rglob("*.py") if not {"migrations", "measures"} & set(path.parts)]
    return {
        str(path.relative_to(ROOT))
        for path in files
        if any(name == prefix or name.startswith(f"{prefix}.") for name in imports(path) for prefix in prefixes if PURE not in name)
    }


def test_only_the_definitions_and_the_roll_up_read_the_record() -> None:
    assert not_filing(importers_of("bookings", "notifications")) == READERS | DRAFTING | MAILING


def test_only_the_roll_up_writes_cells_and_only_the_figures_read_them() -> None:
    assert not_filing(importers_of("reports.models.MeasureCell", "reports.models.cell")) == CELLS


def test_what_mails_the_reports_reads_nothing_of_the_record() -> None:
    found = {name for path in MAILING for name in imports(ROOT / path) if name.startswith(("bookings", "notifications"))}
    assert found == {
        "bookings.languages.LANGUAGES",
        "notifications.addresses.is_federal",
        "notifications.channels.Email",
        "notifications.channels.Message",
        "notifications.channels.Result",
        "notifications.models.Outcome",
        "notifications.outbox",
        "notifications.outbox.About",
    }


def not_filing(found: set[str]) -> set[str]:
    return {name for name in found if not name.startswith(FILING)}


def test_the_public_side_reads_releases_and_nothing_else() -> None:
    for name in PUBLIC:
        read = {one for one in imports(ROOT / name) if one.startswith(("bookings", "notifications", "reports.models", "accounts.models"))}
        assert read <= RELEASES | {"accounts.models.County"}, name


def test_the_api_asks_the_door_and_reads_nothing_else() -> None:
    read = {one for one in imports(ROOT / "figures_api.py") if one.startswith(("reports", "bookings", "notifications", "accounts.models"))}
    assert all(one == "accounts.models.County" or one.startswith("reports.figures") for one in read), read


def test_views_read_neither_the_record_nor_the_cells() -> None:
    assert not any(
        name.startswith(("bookings", "reports.models", "reports.measures", "reports.rollup")) for name in imports(ROOT / "views.py")
    )


def public_files() -> list[Path]:
    return sorted((ROOT / "public").rglob("*.py"))


def test_public_pages_know_no_cell_no_office_and_of_the_record_only_the_facts_about_a_county() -> None:
    barred = ("reports.models", "reports.rollup", "reports.office", "reports.monthly", "reports.clock", "reports.views", "notifications")
    found = {(path.name, name) for path in public_files() for name in imports(path) if name.startswith(barred)}
    assert found == set()
    assert {name for name in imports(ROOT / FACTS) if name.startswith("bookings")} == {"bookings.models.PolicyRule"}


def test_public_pages_ask_the_reading_door_for_published_figures_only() -> None:
    used = {node.attr for path in public_files() for node in asked_of_the_door(path)}
    assert used <= PUBLIC_NAMES
    names = {name for path in public_files() for name in imports(path) if name.startswith("reports.figures.")}
    assert names <= {"reports.figures.Figure", "reports.figures.Status", "reports.figures.last_as_of"}


def asked_of_the_door(path: Path) -> list[ast.Attribute]:
    """`figures.x` where `figures` is the module of that name."""
    tree = ast.parse(path.read_text())
    if "reports.figures" not in imports(path):
        return []
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "figures"
    ]


def test_a_forbidden_import_would_be_seen(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def late():\n    from bookings.models import Booking\n    import bookings.querysets as q\n")
    assert imports(planted) == {"bookings.models.Booking", "bookings.querysets"}
