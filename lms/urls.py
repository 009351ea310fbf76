"""Every address of the site, by part."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from courses.authoring.views.uploads import uploaded
from lms import branding, shared_pages
from lms.words import words

urlpatterns = [
    path("", include("accounts.urls")),
    path("", include("notices.urls")),
    path("account/", include("allauth.urls")),
    path("words/<str:language>/<str:version>.js", words, name="words"),
    path("organisation/logo/<str:sha256>.png", branding.logo, name="logo"),
    path("organisation/colours/<int:version>.css", branding.accents, name="accents"),
    path("", include("courses.releases.urls")),
    path("", include("courses.learning.urls")),
    path("", include("courses.practice.urls")),
    path("", include("certificates.ledger.urls")),
    path("", include("certificates.updates.urls")),
    path("", include("certificates.proof.urls")),
    path("", include("desk.urls")),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", uploaded, name="uploaded"),
    path("", include("operations.urls")),
    path("", include("home.urls")),
    path("", shared_pages.shared(serve), {"path": ""}, name="wagtail_serve"),  # the home page
    path("", include(wagtail_urls)),
]
