from django.apps import AppConfig

from lms import places


class ProofConfig(AppConfig):
    name = "certificates.proof"
    label = "proof"

    def ready(self) -> None:
        from certificates.proof import receivers  # noqa: F401 (connects them)

        places.declare(certificate="proof:certificate")
