from django.urls import re_path

from courses.releases.views import files

app_name = "releases"

urlpatterns = [
    re_path(r"^files/(?P<sha256>[0-9a-f]{64})/(?P<name>[\w.-]{1,100})$", files.frozen_file, name="file"),
]
