from django.apps import AppConfig

from lms import places


class HomeConfig(AppConfig):
    name = "home"

    def ready(self) -> None:
        places.declare(my_training="home:my_training")
