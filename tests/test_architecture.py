"""The house keeps its shape: one direction of dependence, files of a readable size."""

from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    "home",
    "desk",
    "proof",
    "updates",
    "ledger",
    "learning",
    "releases",
    "bundles",
    "authoring",
    "contents",
    "evidence",
    "notices",
    "accounts",
    "lms",
]
LONGEST = 400


def _relations():
    for label in ORDER:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                if target is None or field.auto_created or isinstance(target, str):
                    continue
                if target._meta.app_label in ORDER:
                    yield model, field, target


def test_models_point_only_to_their_own_or_lower_apps():
    upward = [
        f"{model.__name__}.{field.name} → {target.__name__}"
        for model, field, target in _relations()
        if ORDER.index(target._meta.app_label) < ORDER.index(model._meta.app_label)
    ]
    assert upward == []


def test_the_relations_are_really_looked_at():
    assert len(list(_relations())) > 20


@pytest.mark.parametrize("suffix", [".py", ".html", ".css", ".js"])
def test_no_file_is_longer_than_a_reader_can_hold(suffix):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in ROOT.rglob(f"*{suffix}")
        if not {".venv", "var", "out", "migrations", "samples", "node_modules", ".git"}
        & set(path.relative_to(ROOT).parts)
        and (lines := len(path.read_text().splitlines())) > LONGEST
    }
    assert long == {}


def test_no_module_is_named_after_a_drawer():
    drawers = {"services.py", "utils.py", "helpers.py", "managers.py", "misc.py", "common.py"}
    found = [
        str(path) for app in ORDER for path in Path(apps.get_app_config(app).path).rglob("*.py") if path.name in drawers
    ]
    assert found == []
