from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "courses.releases"
    label = "releases"
