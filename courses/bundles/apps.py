from django.apps import AppConfig


class BundlesConfig(AppConfig):
    name = "courses.bundles"
    label = "bundles"
