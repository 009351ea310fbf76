from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import receivers, roles  # noqa: F401 (connects them)

        post_migrate.connect(roles.keep_up, dispatch_uid="role-groups")
