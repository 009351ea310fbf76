"""Addresses: certificates, verification, the desk, the release desk, evidence updates."""

from django.urls import path, re_path

from certificates.views import desk, evidence_desk, holder, release_desk, verify

app_name = "certificates"

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>.json", verify.verify_json, name="verify_json"),
    path("verify/<str:code>/", verify.verify_code, name="verify_code"),
    path("learn/certificates/<str:code>/", holder.certificate, name="certificate"),
    path("learn/certificates/<str:code>.pdf", holder.certificate_pdf, name="pdf"),
    path("learn/updates/<int:obligation_id>/", holder.update, name="update"),
    path("learn/renew/<slug:slug>/", holder.renew, name="renew"),
    path("desk/", desk.roster_page, name="roster"),
    path("desk/export.csv", desk.export, name="export"),
    path("desk/enrol/", desk.enrol, name="enrol"),
    path("desk/people/<int:user_id>/", desk.person, name="person"),
    re_path(r"^desk/certificates/(?P<code>[^/]+)/(?P<action>suspend|reinstate|revoke)/$", desk.rule, name="rule"),
    path("desk/releases/", release_desk.releases, name="releases"),
    path("desk/releases/prepare/<slug:slug>/", release_desk.prepare, name="prepare"),
    path("desk/releases/<int:proposal_id>/", release_desk.proposal, name="release_desk"),
    path("desk/releases/<int:proposal_id>/decide/", release_desk.decide, name="decide"),
    path("desk/releases/<slug:slug>/<str:number>/", release_desk.release, name="release"),
    path("desk/evidence/", evidence_desk.updates, name="evidence"),
    path("desk/evidence/new/", evidence_desk.record, name="record_update"),
    path("desk/evidence/<int:update_id>/", evidence_desk.update, name="evidence_update"),
    path("desk/evidence/tasks/<int:task_id>/", evidence_desk.close_task, name="close_task"),
]
