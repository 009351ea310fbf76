"""Which release of the code this is."""

import tomllib
from pathlib import Path


def of_code(folder: Path) -> str:
    """The version that the project gives itself; "unknown" where its file did not come along."""
    try:
        return str(tomllib.loads((folder / "pyproject.toml").read_text())["project"]["version"])
    except (OSError, KeyError, tomllib.TOMLDecodeError):
        return "unknown"
