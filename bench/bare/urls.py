"""Views without anything around them."""

from django.contrib.auth import authenticate, login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from bench.bare.models import Mark, Row


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """Session, user, one row, one small template."""
    return render(request, "bare/page.html", {"row": get_object_or_404(Row, key="one"), "user": request.user})


@login_required
def write(request: HttpRequest) -> HttpResponse:
    """The same with one row written."""
    row = get_object_or_404(Row, key="one")
    Mark.objects.create(row=row, user_id=request.user.pk)
    return render(request, "bare/page.html", {"row": row, "user": request.user})


def public(request: HttpRequest) -> HttpResponse:
    """One indexed query."""
    return render(request, "bare/page.html", {"row": get_object_or_404(Row, key="one")})


def enter(request: HttpRequest) -> HttpResponse:
    """Log in as Django does it out of the box."""
    user = authenticate(request, username=request.GET["name"], password=request.GET["password"])
    if user is not None:
        login(request, user)
    return HttpResponse("in" if user else "out")


urlpatterns = [
    path("page/", page),
    path("write/", write),
    path("public/", public),
    path("enter/", enter),
]
