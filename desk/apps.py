from django.apps import AppConfig

from lms import places


class DeskConfig(AppConfig):
    name = "desk"
    label = "desk"

    def ready(self) -> None:
        places.declare(proposal="desk:release_desk", evidence_update="desk:evidence_update", roster="desk:roster")
