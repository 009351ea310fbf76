"""YAML with the line of every value, read safely: no tags, no anchors, every plain value as the text that was typed."""

import re
from datetime import date
from typing import Any, overload

import yaml
from django.utils.translation import gettext as _

from courses.bundles.shapes import Place, Problem

# What YAML can write with a backslash and no database can store.
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")


class _Composer(yaml.SafeLoader):
    """Refuses anchors and aliases, which could grow a small file into a huge one."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]  # left out of the types
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(
                problem="Anchors (&) and aliases (*) are not used here", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)


class Reader:
    """Reads one file, or the part of it that starts below line `above`; notes every problem in a shared list."""

    def __init__(self, file: str, problems: list[Problem], above: int = 0) -> None:
        self.file = file
        self.problems = problems
        self.above = above
        self.broken = False

    def place(self, line: int) -> Place:
        return Place(self.file, self.above + line)

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.place(line), message))

    def parse(self, text: str) -> yaml.Node | None:
        """The root node, or None when the text is empty or broken (a problem is then noted, and `broken` is set)."""
        before = len(self.problems)
        node = self._parse(text)
        self.broken = len(self.problems) > before
        return node

    def _parse(self, text: str) -> yaml.Node | None:
        try:
            return yaml.compose(text, Loader=_Composer)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.problem(
                mark.line + 1 if mark else 1,
                _("This is not valid YAML: %(problem)s.") % {"problem": error.problem or error.context},
            )
        except yaml.reader.ReaderError as error:
            line = text[: error.position].count("\n") + 1
            self.problem(line, _("There is a control character here that YAML does not allow."))
        except RecursionError:
            self.problem(1, _("This YAML is nested too deeply."))
        return None

    def mapping(self, text: str, fields: set[str]) -> "Mapping | None":
        """The text as one mapping with no other names than `fields`."""
        node = self.parse(text)
        if self.broken:
            return None
        return self.as_mapping(node or yaml.MappingNode("", [], _START, _START), fields)

    def entries(self, text: str) -> list[yaml.Node]:
        """The text as a list of nodes."""
        node = self.parse(text)
        return [] if node is None else self.as_list(node)

    def as_mapping(self, node: yaml.Node, fields: set[str]) -> "Mapping | None":
        if not isinstance(node, yaml.MappingNode):
            self.problem(
                line_of(node),
                _('Names and values are expected here, such as "%(name)s: …".') % {"name": sorted(fields)[0]},
            )
            return None
        return Mapping(self, node, fields)

    def as_list(self, node: yaml.Node) -> list[yaml.Node]:
        if isinstance(node, yaml.SequenceNode):
            entries: list[yaml.Node] = node.value
            return entries
        if not is_null(node):
            self.problem(line_of(node), _("A list is expected here."))
        return []

    def as_text(self, node: yaml.Node) -> str | None:
        if isinstance(node, yaml.ScalarNode):
            if _NOT_TEXT.search(node.value):
                self.problem(
                    line_of(node), _("There is a character here that no text can hold (NUL or half a character).")
                )
                return None
            return "" if is_null(node) else node.value
        self.problem(line_of(node), _("A single text is expected here. Put it in quotes if it holds a colon."))
        return None


_START = yaml.Mark("", 0, 0, 0, None, 0)


def line_of(node: yaml.Node) -> int:
    """The line a value starts at, counted from 1."""
    return node.start_mark.line + 1


def is_null(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


class Mapping:
    """A YAML mapping whose values are asked for by name and type. Wrong values are noted and answered with a default."""

    def __init__(self, reader: Reader, node: yaml.MappingNode, fields: set[str]) -> None:
        self.reader = reader
        self.line = line_of(node)
        self.nodes: dict[str, yaml.Node] = {}
        self.lines: dict[str, int] = {}
        for name_node, value in node.value:
            name = name_node.value if isinstance(name_node, yaml.ScalarNode) else ""
            if name in self.nodes:
                reader.problem(line_of(name_node), _('"%(name)s" stands here twice.') % {"name": name})
            elif name not in fields:
                known = ", ".join(sorted(fields))
                reader.problem(
                    line_of(name_node),
                    _('"%(name)s" is not known here. Known are: %(known)s.') % {"name": name, "known": known},
                )
            else:
                self.nodes[name] = value
                self.lines[name] = line_of(name_node)

    @property
    def place(self) -> Place:
        return self.reader.place(self.line)

    def place_of(self, name: str) -> Place:
        return self.reader.place(self.line_of(name))

    def line_of(self, name: str) -> int:
        return self.lines.get(name, self.line)

    def problem(self, name: str, message: str) -> None:
        self.reader.problem(self.line_of(name), message)

    def node(self, name: str, required: bool = False) -> yaml.Node | None:
        found = self.nodes.get(name)
        if found is None or is_null(found):
            if required:
                self.problem(name, _('"%(name)s" is missing.') % {"name": name})
            return None
        return found

    def text(self, name: str, default: str = "", *, required: bool = False) -> str:
        node = self.node(name, required)
        value = None if node is None else self.reader.as_text(node)
        if required and node is not None and value is not None and not value.strip():
            self.problem(name, _('"%(name)s" is empty.') % {"name": name})
        return default if value is None else value

    @overload
    def integer(self, name: str, default: int, *, required: bool = ...) -> int: ...

    @overload
    def integer(self, name: str, default: None = ..., *, required: bool = ...) -> int | None: ...

    def integer(self, name: str, default: int | None = None, *, required: bool = False) -> int | None:
        text = self.text(name, required=required)
        if not text:
            return default
        if not text.lstrip("-").isdecimal() or not text.isascii() or len(text) > 9:
            self.problem(name, _('"%(name)s" must be a whole number.') % {"name": name})
            return default
        return int(text)

    def boolean(self, name: str) -> bool:
        text = self.text(name).lower()
        if text not in ("", "true", "false", "yes", "no"):
            self.problem(name, _('"%(name)s" must be true or false.') % {"name": name})
        return text in ("true", "yes")

    def date(self, name: str) -> date | None:
        text = self.text(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.problem(name, _('"%(name)s" must be a date such as 2027-03-31.') % {"name": name})
            return None

    def choice(self, name: str, choices: list[str], default: str | None = None) -> str:
        text = self.text(name, required=default is None)
        if not text:
            return default or choices[0]
        if text not in choices:
            self.problem(
                name, _('"%(name)s" must be one of: %(choices)s.') % {"name": name, "choices": ", ".join(choices)}
            )
        return text

    def texts(self, name: str) -> list[tuple[str, Place]]:
        """A list of single texts, each with its place."""
        node = self.node(name)
        found = []
        for entry in self.reader.as_list(node) if node is not None else []:
            text = self.reader.as_text(entry)
            if text is not None:
                found.append((text, self.reader.place(line_of(entry))))
        return found

    def mappings(self, name: str, fields: set[str]) -> list["Mapping"]:
        """A list of mappings."""
        node = self.node(name)
        entries = self.reader.as_list(node) if node is not None else []
        return [found for entry in entries if (found := self.reader.as_mapping(entry, fields)) is not None]


# ------------------------------------------------------------------------------------------------------------- writing
class _Dumper(yaml.SafeDumper):
    """Texts of several lines stand as a block; lists are indented under their name."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


# YAML reads these as line ends and would make spaces of them; double quotes keep them.
_OTHER_LINE_ENDS = re.compile("[\r\x85\u2028\u2029]")


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not any(line != line.rstrip() for line in text.split("\n")) else None
    if _OTHER_LINE_ENDS.search(text):
        style = '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_list(dumper: yaml.SafeDumper, entries: list[Any]) -> yaml.SequenceNode:
    """Short lists of short texts stand in one line, as in a row of a worksheet."""
    short = all(isinstance(entry, str) and "\n" not in entry for entry in entries) and sum(map(len, entries)) <= 100
    return dumper.represent_sequence("tag:yaml.org,2002:seq", entries, flow_style=short)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(list, _represent_list)


def dump(value: Any) -> str:
    """YAML of plain values: names in the order given, texts quoted only where they must be."""
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000, default_flow_style=False)
