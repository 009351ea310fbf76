from django.apps import AppConfig


class ProofConfig(AppConfig):
    name = "certificates.proof"
    label = "proof"

    def ready(self) -> None:
        from certificates.proof import receivers  # noqa: F401 (connects them)
