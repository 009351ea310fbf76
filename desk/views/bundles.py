"""A curriculum as files: taken away as a bundle, and brought in again after seeing what that would change."""

from io import BytesIO

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import PersonRequest, for_administrators, for_trainers
from courses.authoring.models import CurriculumPage
from courses.bundles import exporting, uploading
from courses.bundles.comparing import CHANGED, NEW, REMOVED, UNCHANGED
from courses.bundles.importing import ImportResult
from courses.bundles.shapes import BundleRefused, Problem
from courses.releases.access import curriculum_of, written_curriculum_of
from desk.forms import BundleForm
from lms.refusals import Refusal


@for_trainers
@require_http_methods(["GET", "POST"])
def bundle(request: PersonRequest, slug: str) -> HttpResponse:
    """Download a curriculum one writes or approves; whoever writes it may upload a bundle of it."""
    if request.method == "POST":
        return _upload(request, written_curriculum_of(request.user, slug))
    return _page(request, curriculum_of(request.user, slug), BundleForm())


@for_administrators
@require_http_methods(["GET", "POST"])
def new_bundle(request: PersonRequest) -> HttpResponse:
    """Bring in a curriculum that the site does not have yet."""
    return _upload(request, None) if request.method == "POST" else _page(request, None, BundleForm())


@for_trainers
@require_GET
def download(request: PersonRequest, slug: str) -> HttpResponse:
    """What is published of a curriculum, as a .zip."""
    curriculum = curriculum_of(request.user, slug)
    stream = BytesIO()
    try:
        exporting.export_zip(curriculum, stream)
    except Refusal as refusal:
        messages.warning(request, refusal.reasons[0])
        return redirect("desk:bundle", slug=slug)
    disposition = {"Content-Disposition": f'attachment; filename="{curriculum.slug}.zip"'}
    return HttpResponse(stream.getvalue(), content_type="application/zip", headers=disposition)


def _upload(request: PersonRequest, curriculum: CurriculumPage | None) -> HttpResponse:
    form = BundleForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, curriculum, form, status=400)
    try:
        kept = uploading.keep(
            form.cleaned_data["bundle"], by=request.user, at=curriculum.slug if curriculum is not None else ""
        )
    except BundleRefused as refused:
        return _page(request, curriculum, form, problems=refused.problems, status=400)
    except Refusal as refusal:
        form.add_error("bundle", refusal.reasons)
        return _page(request, curriculum, form, status=400)
    return redirect("desk:bundle_check", sha256=kept)


def _page(
    request: PersonRequest,
    curriculum: CurriculumPage | None,
    form: BundleForm,
    *,
    problems: list[Problem] | None = None,
    status: int = 200,
) -> HttpResponse:
    may_write = curriculum is None or request.user.has_perm("authoring.author_curriculum", curriculum)
    shown = {"curriculum": curriculum, "form": form, "problems": problems or [], "may_write": may_write}
    return render(request, "desk/bundle.html", shown, status=status)


@for_trainers
@require_http_methods(["GET", "POST"])
def check(request: PersonRequest, sha256: str) -> HttpResponse:
    """What importing an uploaded bundle would change; then import it, or leave it."""
    if "leave" in request.POST:
        uploading.discard(sha256, by=request.user)
        messages.success(request, _("The upload was removed. Nothing was changed."))
        return redirect("desk:releases")
    if request.method == "POST":
        try:
            result = uploading.import_kept(sha256, shown=request.POST.get("shown", ""), by=request.user)
        except BundleRefused:
            pass  # said by the page, which looks again
        except Refusal as refusal:
            messages.error(request, refusal.reasons[0])
        else:
            messages.success(request, _imported(result))
            return redirect(f"{reverse('desk:releases')}#{result.curriculum.slug if result.curriculum else ''}")
    return _checked(request, sha256, status=400 if request.method == "POST" else 200)


def _imported(result: ImportResult) -> str:
    count = sum(change.state != UNCHANGED for change in result.changes)
    told = ngettext(
        "Imported: %(count)d change in “%(title)s”. What it publishes is ready for the next release.",
        "Imported: %(count)d changes in “%(title)s”. What they publish is ready for the next release.",
        count,
    )
    return told % {"count": count, "title": result.curriculum}


def _checked(request: PersonRequest, sha256: str, *, status: int) -> HttpResponse:
    """The page as things stand now."""
    try:
        plan = uploading.plan(sha256, by=request.user)
    except BundleRefused as refused:
        return render(request, "desk/bundle_check.html", {"problems": refused.problems}, status=400)
    except Refusal as refusal:
        messages.error(request, refusal.reasons[0])
        return redirect("desk:releases")
    result = plan.result()
    groups = [
        (state, [change for change in result.changes if change.state == state]) for state in (NEW, CHANGED, REMOVED)
    ]
    shown = {
        "title": plan.bundle.fields["title"],
        "curriculum": plan.curriculum,
        "groups": [(state, changes) for state, changes in groups if changes],
        "same": sum(change.state == UNCHANGED for change in result.changes),
        "changed": result.changed,
        "warnings": result.warnings,
        "mark": plan.mark,
    }
    return render(request, "desk/bundle_check.html", shown, status=status)
