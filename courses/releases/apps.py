from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    name = "courses.releases"
    label = "releases"

    def ready(self) -> None:
        from lms import places

        places.declare(frozen_file="releases:file")
