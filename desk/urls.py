"""Addresses: the desks of coordinators and trainers."""

from django.urls import path, re_path

from desk.views import (
    attempts,
    bank_check,
    bundles,
    candidate,
    corrections,
    evidence_desk,
    exchange,
    home,
    person,
    release_desk,
    roster,
    statistics,
)

app_name = "desk"

urlpatterns = [
    path("desk/", home.home, name="home"),
    path("desk/roster/", roster.roster_page, name="roster"),
    path("desk/export.csv", roster.export, name="export"),
    path("desk/enrol/", roster.enrol, name="enrol"),
    path("desk/people/<int:user_id>/", person.person, name="person"),
    path("desk/people/<int:user_id>/region/", person.answer_move, name="answer_move"),
    re_path(r"^desk/certificates/(?P<code>[^/]+)/(?P<action>suspend|reinstate|revoke)/$", person.rule, name="rule"),
    path("desk/attempts/<int:enrolment_id>/<str:quiz_key>/", attempts.grant, name="grant"),
    path("desk/releases/", release_desk.releases, name="releases"),
    path("desk/releases/prepare/<slug:slug>/", release_desk.prepare, name="prepare"),
    path("desk/releases/<int:proposal_id>/", release_desk.proposal, name="release_desk"),
    path("desk/releases/<int:proposal_id>/decide/", release_desk.decide, name="decide"),
    path("desk/releases/<int:proposal_id>/schedule/", release_desk.reschedule, name="reschedule"),
    path("desk/releases/<int:proposal_id>/read/<slug:hash_>/", candidate.item, name="candidate"),
    path("desk/releases/<int:proposal_id>/read/<slug:hash_>/done/", candidate.note_read, name="note_read"),
    path("desk/releases/<int:proposal_id>/read/<slug:hash_>/remark/", candidate.remark, name="remark"),
    path("desk/releases/<int:proposal_id>/remarks/<int:remark_id>/", candidate.answer, name="answer_remark"),
    path("desk/releases/<slug:slug>/<str:number>/", release_desk.release, name="release"),
    path("desk/releases/<slug:slug>/<str:number>/quizzes/<str:key>/", statistics.quiz, name="quiz_statistics"),
    path("desk/releases/<slug:slug>/<str:number>/quizzes/<str:key>/csv/", statistics.quiz_csv, name="quiz_csv"),
    path("desk/questions/<str:key>/", statistics.question, name="question_statistics"),
    re_path(
        r"^desk/questions/(?P<key>[^/]+)/(?P<hash_>[0-9a-f]{64})/correct/$",
        corrections.correct,
        name="correct_question",
    ),
    path("desk/corrections/<int:correction_id>/", corrections.correction, name="correction"),
    path("desk/curricula/new/", release_desk.new_curriculum, name="new_curriculum"),
    path("desk/curricula/bundle/", bundles.new_bundle, name="new_bundle"),
    path("desk/curricula/<slug:slug>/bundle/", bundles.bundle, name="bundle"),
    path("desk/curricula/<slug:slug>/bundle.zip", bundles.download, name="bundle_download"),
    re_path(r"^desk/bundles/(?P<sha256>[0-9a-f]{64})/$", bundles.check, name="bundle_check"),
    path("desk/bank/check/", bank_check.check, name="bank_check"),
    path("desk/exchange/", exchange.exchange, name="exchange"),
    path("desk/exchange/take/", exchange.take, name="exchange_take"),
    re_path(r"^desk/exchange/(?P<sha256>[0-9a-f]{64})/$", exchange.check, name="exchange_check"),
    path("desk/evidence/", evidence_desk.updates, name="evidence"),
    path("desk/evidence/new/", evidence_desk.record, name="record_update"),
    path("desk/evidence/<int:update_id>/", evidence_desk.update, name="evidence_update"),
    path("desk/evidence/tasks/<int:task_id>/", evidence_desk.close_task, name="close_task"),
]
