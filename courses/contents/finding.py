"""Kinds are found, not listed: every folder of a package that declares one is a kind."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any


def kinds_in(package: str) -> list[Any]:
    """The `KIND` of the module `kind` in every folder of a package."""
    folders = (found.name for found in iter_modules(import_module(package).__path__) if found.ispkg)
    return [import_module(f"{package}.{folder}.kind").KIND for folder in folders]


def folder_of(kind: object) -> str:
    """The name of the folder that declares a kind: what the kind is called in stored and frozen data."""
    return type(kind).__module__.split(".")[-2]


def template_of(kind: object, name: str) -> str:
    """A template in the folder of a kind, as template loaders know it: "blocks/text/block.html"."""
    return "/".join([*type(kind).__module__.split(".")[-3:-1], name])
