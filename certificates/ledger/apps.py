from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "certificates.ledger"
    label = "ledger"

    def ready(self) -> None:
        from certificates.ledger import receivers  # noqa: F401 (connects them)
