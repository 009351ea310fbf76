"""How a rule says no: with reasons a person can act on."""


class Refusal(Exception):
    """Raised by a rule that will not do what was asked. `reasons` are whole sentences for the person who asked."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)
