"""My account: names, region, letters, logging in, and who looked at my record."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts import access_log
from accounts.forms import ProfileForm
from accounts.models import User

_PER_PAGE = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show everything about the account; posting saves names and region."""
    # a second instance, so that names refused by the form do not show up in the header
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your details are saved.")
        return redirect("accounts:settings")
    page = Paginator(access_log.about(request.user), _PER_PAGE).get_page(request.GET.get("page"))
    looks = [(entry, access_log.in_words(entry)) for entry in page]
    return render(request, "accounts/settings.html", {"form": form, "page": page, "looks": looks})
