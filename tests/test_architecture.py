"""The house keeps its shape: one direction of dependence, files of a readable size."""

import ast
import re
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
ORDER = [
    "operations",
    "home",
    "desk",
    "proof",
    "updates",
    "ledger",
    "practice",
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
WINGS = ["lms", "accounts", "notices", "evidence", "courses", "certificates", "desk", "home", "operations"]


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


# ------------------------------------------------------------------------------------------------ no circle of files
def _imports() -> dict[str, set[str]]:
    """Which of our modules import which, wherever in the file the import stands."""
    files = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for wing in WINGS
        for path in (ROOT / wing).rglob("*.py")
        if "migrations" not in path.parts
    }
    found: dict[str, set[str]] = {}
    for name, path in files.items():
        targets = set()
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module:
                inside = {f"{node.module}.{alias.name}" for alias in node.names} & files.keys()
                targets |= inside or ({node.module} & files.keys())
            elif isinstance(node, ast.Import):
                targets |= {alias.name for alias in node.names} & files.keys()
        found[name] = targets - {name}
    return found


def test_no_files_import_each_other_in_a_circle():
    try:
        list(TopologicalSorter(_imports()).static_order())
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


# ---------------------------------------------------------------------------- nothing below knows what is above
def _mentions_above() -> list[str]:
    """Names of views and apps of rooms above, in strings and templates of rooms below."""
    found = []
    for place, room in enumerate(ORDER):
        above = "|".join(ORDER[:place])
        folder = Path(apps.get_app_config(room).path)
        pattern = re.compile(rf"""["'](?:{above}):\w+["']|["'](?:{above})\.[a-z_]+["']""")
        for path in [*folder.rglob("*.py"), *folder.rglob("*.html")]:
            if above and "migrations" not in path.parts and path.name not in {"settings.py", "urls.py"}:
                found += [f"{path.relative_to(ROOT)}: {hit}" for hit in pattern.findall(path.read_text())]
    return found


def test_nothing_below_names_a_view_or_a_permission_of_what_stands_above():
    assert _mentions_above() == []
