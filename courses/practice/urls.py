"""Addresses: who waits to be observed, the form, the result, and who may observe."""

from django.urls import path

from courses.practice.views import assessors, observing, results

app_name = "practice"

urlpatterns = [
    path("practice/", observing.waiting_page, name="waiting"),
    path("practice/<int:completion_id>/<int:rubric_id>/", observing.begin, name="begin"),
    path("practice/observations/<int:observation_id>/", observing.form, name="form"),
    path("practice/observations/<int:observation_id>/keep/", observing.keep, name="keep"),
    path("practice/observations/<int:observation_id>/sign/", observing.sign, name="sign"),
    path("practice/observations/<int:observation_id>/result/", results.result, name="result"),
    path("practice/assessors/", assessors.assessors_page, name="assessors"),
    path("practice/assessors/<int:authorisation_id>/withdraw/", assessors.withdraw, name="withdraw"),
]
