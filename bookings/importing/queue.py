"""Imports that a worker does. The `ImportRun` row is the queue: it is claimed by a conditional update with a lease, by the database's
clock, so that a worker that dies leaves it to the next one.

What a run does and the end of the row's work are one transaction. So a killed worker leaves a file not applied at all, and a
file that was applied is never applied again.
"""

import logging
import traceback
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from accounts import holders, journal
from accounts.models import County, Origin, User
from bookings.actions.noting import actor
from bookings.actions.undoing import undo
from bookings.importing import store
from bookings.importing.covering import covered
from bookings.importing.errors import CannotRead, ShowEncoding
from bookings.importing.mapping import Mapping
from bookings.importing.progress import lines_in
from bookings.importing.report import Report, write_rejected
from bookings.importing.running import Run
from bookings.importing.sources import read_mapping
from bookings.models import ImportBatch, ImportRun, RunState
from bookings.models.batch import AT_WORK

log = logging.getLogger(__name__)
TASK, BY = "bookings.tasks.work_imports", "task:import_bookings"
LEASE, LEASE_A_MEGABYTE = timedelta(minutes=10), timedelta(seconds=15)
RETRY, MOST_ATTEMPTS = timedelta(seconds=30), 5
GIVEN_UP = "It stopped %d times, and nothing was written. Ask who runs this server to look into the log."
KEPT = timedelta(days=7)
SHOWN = 200


def start(*, by: User, county: County, upload: UploadedFile, mapping: str, mapping_text: str = "", covers: str = "") -> ImportRun:
    """Keep an uploaded file and have it checked. Nothing enters the record before somebody says so."""
    run = ImportRun(created_by=by, county=county, mapping=mapping, mapping_text=mapping_text, covers=covers)
    run.file_name, run.size, run.stored = (upload.name or "")[-255:], upload.size or 0, store.keep(upload)
    run.result = {"lines": lines_in(store.path_of(run))}
    run.save(force_insert=True)
    _wake()
    return run


def apply(run: ImportRun, *, accept_outliers: bool) -> bool:
    """Have a checked file applied; false if it is no longer there to be."""
    return _move(run, [RunState.CHECKED], RunState.APPLYING, accept_outliers=accept_outliers)


@transaction.atomic
def confirm(run: ImportRun, letters: str, *, by: User) -> bool:
    """Have a file checked again with its letters read as somebody saw them read right; false if that is no longer asked."""
    if letters not in offered(run):
        return False
    done = _move(run, [RunState.ASKING, RunState.CHECKED], RunState.CHECKING, letters=letters)
    if done:
        _note(run, by, "confirm_letters", letters=letters)
    return done


def offered(run: ImportRun) -> dict[str, list[str]]:
    """The ways in which the letters of the file may be read, the likeliest first, each with some of its cells read so."""
    return dict(run.result.get("readings") or {})


def abandon(run: ImportRun) -> bool:
    done = _move(run, [RunState.ASKING, RunState.CHECKED, RunState.FAILED], RunState.ABANDONED, result={})
    if done:
        store.forget(run)
    return done


def start_undo(batch: ImportBatch, *, by: User) -> ImportRun:
    """Have a batch undone; if that is under way already, the run that does it."""
    under_way = ImportRun.objects.filter(batch=batch, state=RunState.UNDOING).first()
    if under_way is not None:
        return under_way
    run = ImportRun.objects.create(created_by=by, county=batch.county, batch=batch, file_name=batch.file_name, state=RunState.UNDOING)
    _wake()
    return run


def _move(run: ImportRun, before: list[RunState], after: RunState, **values: Any) -> bool:
    """From one state to the next, unless somebody else was faster."""
    found = ImportRun.objects.filter(pk=run.pk, state__in=before)
    moved = bool(found.update(state=after, due_at=Now(), attempts=0, claim=None, problem="", **values))
    if moved:
        _wake()
    return moved


def _wake() -> None:
    """A lost hint loses nothing: the schedule sweeps."""
    transaction.on_commit(lambda: journal.wake(TASK), robust=True)


def work() -> int:
    """Do what is due, one after another, and say how many runs went on."""
    done = 0
    release_dead()
    while (run := claim()) is not None:
        done += do(run)
    return done


def release_dead() -> None:
    """Runs that a process of this machine claimed and did not live to finish are due at once."""
    leased = ImportRun.objects.filter(state__in=AT_WORK, claim__isnull=False, due_at__gt=Now())
    for held in leased.values_list("claim", flat=True).distinct():
        if held is not None and holders.left(held):
            leased.filter(claim=held).update(due_at=Now(), claim=None)


def claim() -> ImportRun | None:
    """Take the oldest due run by a conditional update; another worker that wants the same one gets the next."""
    due = ImportRun.objects.filter(state__in=AT_WORK, due_at__lte=Now()).order_by("due_at", "pk")
    while (run := due.select_related("county", "batch", "created_by").first()) is not None:
        mine, lease = holders.me(), LEASE + LEASE_A_MEGABYTE * (run.size >> 20)
        taken = ImportRun.objects.filter(pk=run.pk, state=run.state, claim=run.claim, attempts=run.attempts)
        if taken.update(claim=mine, attempts=run.attempts + 1, due_at=Now() + lease):
            run.claim, run.attempts = mine, run.attempts + 1
            return run
    return None


def do(run: ImportRun) -> bool:
    """Go one step on with a claimed run. What fails for a reason of ours is tried again, a few times."""
    if run.attempts > MOST_ATTEMPTS:  # whoever took it before died of it
        _fail(run, GIVEN_UP % run.attempts)
        return True
    try:
        STEPS[RunState(run.state)](run)
    except (CannotRead, ValidationError) as problem:
        _fail(run, " ".join(getattr(problem, "messages", [str(problem)])))
    except Exception as problem:  # one file's fault must not stop the others
        frames = "".join(traceback.format_tb(problem.__traceback__))  # where it went wrong; the message may hold values of a person
        log.error("import run %s stopped: %s\n%s", run.pk, type(problem).__name__, frames)
        _try_again(run, type(problem).__name__)
        return False
    return True


class ClaimLost(Exception):
    """The lease ran out and another worker took the run: what we did is rolled back."""


def _check(run: ImportRun) -> None:
    try:
        report = _run(run, apply=False)()
    except ShowEncoding as question:
        _finish(run, RunState.ASKING, result=run.result | {"readings": list(question.readings.items())})
        return
    write_rejected(store.path_of(run), report)
    _finish(run, RunState.CHECKED, result=run.result | as_json(report))
    store.trace_of(run).path.unlink(missing_ok=True)


def _apply(run: ImportRun) -> None:
    with transaction.atomic():
        report = _run(run, apply=True)()
        write_rejected(store.path_of(run), report)
        _finish(run, RunState.APPLIED, result=as_json(report), batch_id=report.batch)
    store.forget_file(run)


def _undo(run: ImportRun) -> None:
    assert run.batch is not None  # noqa: S101 - by constraint
    with transaction.atomic():
        done = undo(run.batch, by=run.created_by, command=BY)
        result = {"back": done.back, "left": [str(public_id)[:8].upper() for public_id in done.left[:SHOWN]], "left_all": len(done.left)}
        _finish(run, RunState.UNDONE, result=result)


STEPS: dict[RunState, Callable[[ImportRun], None]] = {
    RunState.CHECKING: _check,
    RunState.APPLYING: _apply,
    RunState.UNDOING: _undo,
}


def _run(run: ImportRun, *, apply: bool) -> Run:
    return Run(
        store.path_of(run),
        run.county,
        mapping_of(run),
        apply=apply,
        covers=covered(run.covers),
        accept_outliers=run.accept_outliers,
        progress=store.trace_of(run).note,
        by=run.created_by,
        command=BY,
        file_name=run.file_name,
    )


def mapping_of(run: ImportRun) -> Mapping:
    mapping = read_mapping(run.mapping, run.mapping_text, run.letters)
    if mapping.zone is not None and mapping.zone.key != run.county.timezone:
        raise CannotRead(
            f"{run.county} is in {run.county.timezone}, but the mapping reads times of {mapping.zone.key}. One of them is wrong."
        )
    return mapping


def as_json(report: Report) -> dict[str, Any]:
    """What a page shows of a report: counts, and the first of each list."""
    unknown = sorted(report.unknown_countries.items(), key=lambda item: (-item[1], item[0]))
    return {
        "counts": asdict(report.counts),
        "to_check": [[oddity, len(lines), lines[:20]] for oddity, lines in report.to_check.items()],
        "unknown": unknown[:SHOWN],
        "unknown_all": len(unknown),
        "outlier": report.outlier and list(report.outlier),
    }


def _mine(run: ImportRun) -> QuerySet[ImportRun]:
    """The run, if it is still ours: one process may claim it twice, so the attempt counts too."""
    return ImportRun.objects.filter(pk=run.pk, claim=run.claim, attempts=run.attempts)


def _finish(run: ImportRun, state: RunState, **values: Any) -> None:
    if not _mine(run).update(state=state, claim=None, **values):
        raise ClaimLost


def _fail(run: ImportRun, says: str) -> None:
    """A file that cannot be read is of no more use here. Its sentence names the file as the person knows it, not as we keep it."""
    says = says.replace(str(store.path_of(run)), run.file_name) if run.stored else says
    if _mine(run).update(state=RunState.FAILED, claim=None, problem=says):
        store.forget_file(run)


def _try_again(run: ImportRun, kind: str) -> None:
    if run.attempts >= MOST_ATTEMPTS:
        _fail(run, GIVEN_UP % run.attempts)
        return
    _mine(run).update(due_at=Now() + RETRY * run.attempts, claim=None, problem=kind)


@transaction.atomic
def note_download(run: ImportRun, by: User) -> None:
    """Rejected rows are rows of people: who took them away stands in the journal."""
    _note(run, by, "download_rejected")


def _note(run: ImportRun, by: User, verb: str, **detail: str) -> None:
    note = journal.Note(
        by=actor(by),
        verb=verb,
        noun=run._meta.label,
        origin=Origin.IMPORT,
        object_id=run.pk,
        county_id=run.county_id,
        detail={"file": run.file_name} | detail,
    )
    journal.write(note, tell=False)


def most_bytes() -> int:
    return int(settings.IMPORT_BYTES)


def tidy() -> int:
    """Abandon what nobody came back to for a week; drop rejected rows of older files, and files whose worker died after the last step."""
    for run in ImportRun.objects.filter(state__in=[RunState.APPLIED, RunState.FAILED]).exclude(stored=""):
        store.forget_file(run)
    old = ImportRun.objects.filter(created_at__lt=Now() - KEPT).exclude(state__in=AT_WORK).exclude(stored="")
    done = 0
    for run in old:
        _move(run, [RunState.ASKING, RunState.CHECKED], RunState.ABANDONED, result={})
        store.forget(run)
        done += ImportRun.objects.filter(pk=run.pk).update(stored="")
    return done
