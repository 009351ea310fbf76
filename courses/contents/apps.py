from django.apps import AppConfig


class ContentsConfig(AppConfig):
    name = "courses.contents"
    label = "contents"
