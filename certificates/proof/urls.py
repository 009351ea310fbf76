"""Addresses: verification, and a holder's certificate."""

from django.urls import path

from certificates.proof.views import finish, holder, preview, verify

app_name = "proof"

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>.json", verify.verify_json, name="verify_json"),
    path("verify/<str:code>/", verify.verify_code, name="verify_code"),
    path("set-up/certificate/", preview.preview, name="preview"),
    path("learn/<int:enrolment_id>/finished/", finish.finished, name="finished"),
    path("learn/certificates/<str:code>/", holder.certificate, name="certificate"),
    path("learn/certificates/<str:code>.pdf", holder.certificate_pdf, name="pdf"),
]
