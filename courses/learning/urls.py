"""Addresses: the catalogue and the lesson player."""

from django.urls import path

from courses.learning.views import catalogue, notebook, player, quiz, training

app_name = "learning"

urlpatterns = [
    path("curricula/", catalogue.catalogue, name="catalogue"),
    path("curricula/<slug:slug>/", catalogue.curriculum, name="curriculum"),
    path("curricula/<slug:slug>/enrol/", catalogue.enrol, name="enrol"),
    path("learn/<int:enrolment_id>/", training.training, name="training"),
    path("learn/<int:enrolment_id>/leave/", training.leave, name="leave"),
    path("learn/<int:enrolment_id>/<int:number>/", player.item, name="item"),
    path("learn/<int:enrolment_id>/<int:number>/done/", player.complete, name="complete"),
    path("learn/<int:enrolment_id>/<int:number>/keep/", notebook.keep, name="keep"),
    path("learn/notes/", notebook.my_notes, name="notes"),
    path("learn/<int:enrolment_id>/<int:number>/start/", quiz.start, name="start"),
    path("learn/<int:enrolment_id>/<int:number>/ask/", quiz.ask, name="ask"),
    path("learn/attempts/<int:attempt_id>/", quiz.attempt, name="attempt"),
    path("learn/attempts/<int:attempt_id>/save/", quiz.save, name="save"),
    path("learn/attempts/<int:attempt_id>/submit/", quiz.submit, name="submit"),
    path("learn/<int:enrolment_id>/<int:number>/studied/<int:attempt_id>/", quiz.studied, name="studied"),
    path("learn/attempts/<int:attempt_id>/result/", quiz.result, name="result"),
]
