"""The import page: upload, see what the file would do, apply, undo. A worker does the work; these pages ask for it and watch."""

import csv
import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import permissions
from accounts.models import County
from accounts.reauthentication import asks_again
from bookings.forms.uploading import UploadForm
from bookings.importing import queue, store
from bookings.importing.outliers import Outlier
from bookings.models import ImportBatch, ImportRun, RunState
from bookings.models.batch import Letters
from bookings.views.access import person, staff_page
from bookings.wording import whole_minute

SHOWN = 50


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def imports(request: HttpRequest) -> HttpResponse:
    county, mine = asked_county(request)
    form = UploadForm(request.POST or None, request.FILES or None, county=county)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        run = queue.start(
            by=person(request),
            county=county,
            upload=typed["file"],
            mapping=typed["name"],
            mapping_text=typed["text"],
            covers=typed["covers"],
        )
        return redirect("import_run", run.public_id)
    context = {
        "county": county,
        "most": queue.most_bytes(),
        "counties": mine,
        "form": form,
        "runs": open_runs(county),
        "batches": batches(county),
    }
    return render(request, "staff/imports.html", context)


def asked_county(request: HttpRequest) -> tuple[County, list[County]]:
    """The county named by `county`, else the first for which this person may import, and all of these."""
    slug = request.POST.get("county") or request.GET.get("county")
    mine = list(permissions.import_counties(request.user))
    found = next((county for county in mine if slug is None or county.slug == slug), None)
    if found is None:
        raise Http404(_("There is no such page for you: files are imported by a county's supervisors and records officers."))
    return found, mine


def open_runs(county: County) -> list[ImportRun]:
    """What is under way, waits for somebody, or came to nothing. What was applied is a batch."""
    states = [RunState.CHECKING, RunState.ASKING, RunState.CHECKED, RunState.APPLYING, RunState.UNDOING, RunState.FAILED]
    return list(ImportRun.objects.filter(county=county, state__in=states).select_related("created_by").order_by("-pk")[:SHOWN])


def batches(county: County) -> list[dict[str, Any]]:
    found = ImportBatch.objects.filter(county=county).select_related("county", "applied_by", "undone_by").order_by("-pk")[:SHOWN]
    return [{"batch": batch, "applied": whole_minute(batch.applied_at, county.zone), "undone": undone(batch)} for batch in found]


def undone(batch: ImportBatch) -> str:
    return whole_minute(batch.undone_at, batch.county.zone) if batch.undone_at else ""


def find_run(request: HttpRequest, public_id: uuid.UUID) -> ImportRun:
    mine = permissions.import_counties(request.user)
    found = ImportRun.objects.filter(county__in=mine, public_id=public_id).select_related("county", "batch", "created_by").first()
    if found is None:
        raise Http404(_("There is no such import."))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def one(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    run = find_run(request, public_id)
    permissions.check_may_import(request.user, run.county)
    if request.method == "POST":
        return decide(request, run)
    return render(request, "staff/import_run.html", {"county": run.county} | shown(run))


def decide(request: HttpRequest, run: ImportRun) -> HttpResponse:
    """Say how its letters read, apply it or abandon it. A second click finds that it was done."""
    if "abandon" in request.POST:
        if queue.abandon(run):
            messages.success(request, _("Abandoned: the uploaded file was deleted, nothing was written."))
        return redirect(f"/staff/import/?county={run.county.slug}")
    if "confirm" in request.POST:
        if not queue.confirm(run, request.POST.get("letters", ""), by=person(request)):
            messages.error(request, _("Choose the way in which the words read right."))
        return redirect("import_run", run.public_id)
    accepted = "accept_outliers" in request.POST
    if run.result.get("outlier") and not accepted:
        messages.error(request, _("Look at the day that stands out, and accept it if it is right."))
    else:
        queue.apply(run, accept_outliers=accepted)
    return redirect("import_run", run.public_id)


def shown(run: ImportRun) -> dict[str, Any]:
    result = run.result
    outlier = Outlier(*result["outlier"]) if result.get("outlier") else None
    has_rejected = bool(run.stored) and store.rejected_of(run).exists()
    started = whole_minute(run.created_at, run.county.zone)
    context = {"run": run, "result": result, "outlier": outlier, "has_rejected": has_rejected, "started": started}
    return context | {"readings": readings(run)} | how_far(run)


def readings(run: ImportRun) -> list[tuple[str, str, list[str], bool]]:
    """Each way to read the letters: its code, its name, some words read so, and whether it is chosen. A person knows which is right."""
    return [(code, str(Letters(code).label), words, code == run.letters) for code, words in queue.offered(run).items()]


def how_far(run: ImportRun) -> dict[str, Any]:
    """Rows read so far, and about how many there are; unknown before the first look, or of a packed file."""
    if not run.at_work or not run.stored:
        return {"rows": None, "total": None}
    counts = run.result.get("counts") or {}
    return {"rows": store.trace_of(run).rows(), "total": counts.get("read") or run.result.get("lines")}


@require_safe
@staff_page
def progress(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """The bar alone, for a page that waits; once there is more to see, the page is loaded again."""
    run = find_run(request, public_id)
    answer = render(request, "staff/import_progress.html", {"run": run} | how_far(run))
    if not run.at_work:
        answer["HX-Refresh"] = "true"
    return answer


class Echo:
    """What the csv module writes, handed on."""

    def write(self, line: str) -> str:
        return line


@require_safe
@staff_page
@asks_again
def rejected(request: HttpRequest, public_id: uuid.UUID) -> StreamingHttpResponse:
    run = find_run(request, public_id)
    if not run.stored or not store.rejected_of(run).exists():
        raise Http404(_("There are no rejected rows, or they were deleted after a week."))
    queue.note_download(run, person(request))
    lines = (csv.writer(Echo()).writerow(row) for row in store.rejected_rows(run))
    answer = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="rejected.csv"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = ImportBatch.objects.filter(county__in=permissions.import_counties(request.user), pk=pk).select_related("county").first()
    if batch is None:
        raise Http404(_("There is no such import."))
    if request.method == "POST":
        return redirect("import_run", queue.start_undo(batch, by=person(request)).public_id)
    context = {
        "county": batch.county,
        "batch": batch,
        "applied": whole_minute(batch.applied_at, batch.county.zone),
        "undone": undone(batch),
    }
    return render(request, "staff/import_undo.html", context)
