"""QTI 2.1, 2.2 and 3.0, item by item. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import IO
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from courses.bundles.exchange import shaping, texts, xml
from courses.bundles.exchange.base import OURS, FileRefused
from courses.bundles.exchange.items import Entry, Item, Made, NotOurs, Where
from courses.bundles.exchange.qti import body, scoring
from courses.bundles.exchange.qti.elements import SINGLE
from courses.bundles.exchange.qti.scoring import MAP, Scoring
from courses.bundles.exchange.shaping import Weighed

_HYPHEN = re.compile(r"-([a-z0-9])")
_TEXTS = {
    "choiceInteraction",
    "orderInteraction",
    "matchInteraction",
    "textEntryInteraction",
    "inlineChoiceInteraction",
}
_INLINE = {"textEntryInteraction", "inlineChoiceInteraction"}
GAPS = "gaps"  # the class of what is asked above a text with gaps
_NUMBERS = ("float", "integer")
_TRUE_FALSE = {"true": "true", "false": "false", "vrai": "true", "faux": "false"}


def normal(element: Element) -> Element:
    """An item of QTI 3 with the names of QTI 2, and one of QTI 2 as it is."""
    for one in element.iter():
        if one.tag.startswith("qti-"):
            one.tag = _camel(one.tag.removeprefix("qti-"))
        for name in [name for name in one.attrib if "-" in name]:
            one.attrib[_camel(name)] = one.attrib.pop(name)
    return element


def _camel(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)


def read_item(stream: IO[bytes], called: str) -> Entry:
    """One item in a file of its own."""
    item = Item(Where(item=called))
    try:
        root = xml.whole(stream)
    except FileRefused as refused:
        return item.lost(refused)
    is_three = root.tag.startswith("qti-")
    if normal(root).tag != "assessmentItem":
        return item.lost(_("This file is no QTI 2 or QTI 3 item. Export it as QTI 2.1, 2.2 or 3.0."))
    identifier = root.get("identifier", "")
    item.name = texts.one_line(root.get("title", "") or identifier)
    item.key = identifier.removeprefix(OURS) if identifier.startswith(OURS) else ""
    try:
        return item.found(_Item(root, item, is_three=is_three).made())
    except NotOurs as why:
        item.stem = item.stem or body.asked(root, Item(item.where))
        return item.lost(why)


@dataclass
class _Declared:
    """What an item declares of one response."""

    type: str
    cardinality: str
    correct: list[str]
    mapped: dict[str, Fraction]
    cases: set[bool]
    upper: Fraction | None

    @property
    def shares(self) -> dict[str, Fraction]:
        """What each value earns of the point, when values are mapped one by one."""
        most = max(self.mapped.values(), default=Fraction())
        if most <= 0:
            raise NotOurs(_("No answer earns anything, so none is right. Mark the right ones."))
        return {key: value / most for key, value in self.mapped.items()}


def _declared(element: Element, *, is_three: bool) -> _Declared:
    mapping = element.find("mapping")
    mapped, cases, upper = {}, set(), None
    if mapping is not None:
        for entry in mapping.findall("mapEntry"):
            mapped[entry.get("mapKey", "")] = scoring.number(entry.get("mappedValue"))
            cases.add(entry.get("caseSensitive", str(is_three)).lower() == "true")
        upper = scoring.number(mapping.get("upperBound")) if mapping.get("upperBound") else None
        if scoring.number(mapping.get("defaultValue") or "0") > 0:
            raise scoring.unreadable()
    correct = [(value.text or "").strip() for value in element.findall("correctResponse/value")]
    return _Declared(element.get("baseType", ""), element.get("cardinality", ""), correct, mapped, cases, upper)


class _Item:
    """One item in our terms."""

    def __init__(self, root: Element, item: Item, *, is_three: bool) -> None:
        self.root = root
        self.item = item
        self.is_three = is_three
        self.scoring = Scoring()
        self.declared: dict[str, _Declared] = {}

    def made(self) -> Made:
        found = body.interactions(self.root)
        if not found:
            raise NotOurs(_("It is a text without a question. Put it into a lesson."))
        kinds = {one.tag for one in found}
        if kinds - _TEXTS:
            raise NotOurs(self._not_held(kinds))
        if len(found) > 1 and kinds - _INLINE:
            raise NotOurs(_("It asks for several things at once. Make a question of each."))
        self._refuse_what_changes()
        self.scoring = scoring.read(self.root)
        for one in self.root.findall("responseDeclaration"):
            self.declared[one.get("identifier", "")] = _declared(one, is_three=self.is_three)
        if any(one.get("responseIdentifier", "") not in self.scoring.how for one in found):
            raise NotOurs(_("Some of its answers are not scored. Give each a score, or take it out."))
        self._note_feedback(found[0])
        if len(found) == 1 and not self._is_cloze(found[0]):
            self.item.stem = body.asked(self.root, self.item)
            return _KINDS[found[0].tag](self, found[0])
        return self.cloze(found)

    def _refuse_what_changes(self) -> None:
        """An item whose words or numbers are not the same for everybody, or that goes on after an answer."""
        if self.root.find("templateDeclaration") is not None or self.root.find("templateProcessing") is not None:
            raise NotOurs(
                _(
                    "Its words or numbers are drawn anew each time, which no question here does. Write it with fixed ones."
                )
            )
        if self.root.get("adaptive", "false").lower() == "true":
            raise NotOurs(
                _("It goes on after a first answer, which no question here does. Make a question of each step.")
            )
        if self.root.find("assessmentStimulusRef") is not None:
            self.item.remarks.append(
                _("It refers to a text that is not in it. Write what learners need into the question.")
            )
        if self.root.find(".//rubricBlock") is not None:
            self.item.remarks.append(_("Words for tutors or scorers were left out."))
        if self.root.find(".//feedbackBlock") is not None:
            self.item.remarks.append(_("Feedback on the whole was left out where it depends on the score."))

    def _is_cloze(self, interaction: Element) -> bool:
        """Whether one thing to fill in stands within a text: words follow it, or our export says so."""
        if interaction.tag not in _INLINE:
            return False
        says_so = any(GAPS in one.get("class", "").split() for one in self.root.iter("div"))
        after = body.between_gaps(self.root, Item(self.item.where))[-1]
        return says_so or interaction.tag == "inlineChoiceInteraction" or bool(after.strip(" .?!:;\n"))

    def _not_held(self, kinds: set[str]) -> str:
        if "extendedTextInteraction" in kinds:
            return _("It has no answers to grade by (an essay). Here it could be a reflection in a lesson.")
        name = sorted(kinds - _TEXTS)[0].removesuffix("Interaction")
        return _("An interaction like “%(name)s” is not held here. Write it as another type.") % {"name": name[:40]}

    def _note_feedback(self, interaction: Element) -> None:
        known = {one.get("identifier", "") for one in interaction.iter("simpleChoice")} | {"WHY"}
        if any(one.get("identifier") not in known for one in self.root.findall("modalFeedback")):
            self.item.remarks.append(_("Feedback on the whole was left out where it depends on the score."))

    def modal(self, identifier: str) -> str:
        return "\n\n".join(
            body.words(one, self.item)
            for one in self.root.findall("modalFeedback")
            if one.get("identifier") == identifier
        )

    def response(self, interaction: Element) -> tuple[_Declared, str]:
        """What is declared of a response, and how it is scored."""
        name = interaction.get("responseIdentifier", "")
        if name not in self.declared:
            raise NotOurs(_("It does not declare what is right. Export it again."))
        return self.declared[name], self.scoring.how[name]

    def correct(self, declared: _Declared) -> list[str]:
        if not declared.correct:
            raise NotOurs(_("It does not say which answer is right. Mark it."))
        return declared.correct

    # ----------------------------------------------------------------------------------------------------- the types
    def choice(self, interaction: Element) -> Made:
        declared, how = self.response(interaction)
        if interaction.get("shuffle", "false") != "true":
            self.item.remarks.append(_("The order of its answers was fixed; here they are shuffled."))
        choices = interaction.findall("simpleChoice")
        weights = self._weights(declared, how)
        total = sum((value for value in weights.values() if value > 0), Fraction())
        one_only = declared.cardinality == SINGLE
        scale = Fraction(1) if one_only or not total else total
        answers = []
        for one in choices:
            name = one.get("identifier", "")
            said = [body.feedback(one, self.item), self.modal(name)]
            text = body.words(one, self.item)
            answers.append(Weighed(text, weights.get(name, Fraction()) / scale, "\n\n".join(filter(None, said))))
        is_statement = one_only and {one.get("identifier") for one in choices} == {"true", "false"}
        if is_statement and (made := self._true_false(answers)):
            return made
        if one_only:
            return shaping.single(answers, self.modal("WHY"))
        make = shaping.multiple if how == MAP else shaping.all_or_nothing
        return make(answers, self.modal("WHY"))

    def _weights(self, declared: _Declared, how: str) -> dict[str, Fraction]:
        if how == MAP:
            return declared.shares if declared.cardinality == SINGLE else declared.mapped
        return dict.fromkeys(self.correct(declared), Fraction(1))

    def _true_false(self, answers: list[Weighed]) -> Made | None:
        by_word = {_TRUE_FALSE.get(one.text.lower(), ""): one for one in answers}
        if set(by_word) != {"true", "false"} or by_word["true"].is_whole == by_word["false"].is_whole:
            return None
        true, false = by_word["true"], by_word["false"]
        return shaping.true_false(true.is_whole, true.feedback, false.feedback, self.modal("WHY"))

    def order(self, interaction: Element) -> Made:
        declared, how = self.response(interaction)
        if how == MAP:
            raise scoring.unreadable()
        texts_ = {one.get("identifier", ""): body.words(one, self.item) for one in interaction.findall("simpleChoice")}
        correct = self.correct(declared)
        if sorted(correct) != sorted(texts_):
            raise NotOurs(_("Its right order does not name every item once. Mend it."))
        return shaping.ordering([texts_[name] for name in correct], self.modal("WHY"), parts=False)

    def match(self, interaction: Element) -> Made:
        declared, how = self.response(interaction)
        sets = interaction.findall("simpleMatchSet")
        if len(sets) != 2:
            raise NotOurs(_("It has no two sides to match. Mend it."))
        lefts, rights = (
            {one.get("identifier", ""): body.words(one, self.item) for one in side.findall("simpleAssociableChoice")}
            for side in sets
        )
        matched: dict[str, str] = {}
        right = declared.correct or [key for key, value in declared.mapped.items() if value > 0]
        for pair in right:
            left, _space, other = pair.partition(" ")
            if left in matched or left not in lefts or other.strip() not in rights:
                raise NotOurs(
                    _("Its items do not have exactly one match each. Make a question of several choices of it.")
                )
            matched[left] = other.strip()
        if set(matched) != set(lefts):
            raise NotOurs(_("Its items do not have exactly one match each. Make a question of several choices of it."))
        if how == MAP and len({value for value in declared.mapped.values() if value > 0}) > 1:
            self.item.remarks.append(_("Its pairs weighed differently; here each earns the same part of the point."))
        extras = [text for name, text in rights.items() if name not in matched.values()]
        pairs = [(text, rights[matched[name]]) for name, text in lefts.items()]
        return shaping.matching(pairs, extras, self.modal("WHY"), parts=how == MAP)

    def text_entry(self, interaction: Element) -> Made:
        declared, how = self.response(interaction)
        if declared.type in _NUMBERS:
            return self._numeric(interaction, declared, how)
        why = self.modal("WHY")
        if how == MAP:
            answers = [Weighed(_no_star(key), share) for key, share in declared.shares.items()]
            if len(declared.cases) > 1:
                self.item.remarks.append(_("Capital letters mattered in some answers; here they matter in none."))
            return shaping.short_answer(answers, case_matters=declared.cases == {True}, why=why)
        answers = [Weighed(_no_star(text), Fraction(1)) for text in self.correct(declared)]
        return shaping.short_answer(answers, case_matters=True, why=why)

    def _numeric(self, interaction: Element, declared: _Declared, how: str) -> Made:
        name = interaction.get("responseIdentifier", "")
        if how == MAP:
            shares = declared.shares
            return shaping.numeric(
                [shaping.around(shaping.decimal(key), Decimal(0), share) for key, share in shares.items()],
                self.modal("WHY"),
            )
        [number, *_others] = self.correct(declared)
        value, off = shaping.decimal(number), Decimal(0)
        if name in self.scoring.tolerance:
            mode, amount = self.scoring.tolerance[name]
            off = Decimal(amount.numerator) / Decimal(amount.denominator)
            off = abs(value) * off / 100 if mode == "relative" else off
        return shaping.numeric([shaping.around(value, off)], self.modal("WHY"))

    def cloze(self, interactions: list[Element]) -> Made:
        cases: set[bool] = set()
        gaps = [self._gap(one, cases) for one in interactions]
        words = body.between_gaps(self.root, self.item)
        self.item.stem, whole, said = shaping.asked_and_gaps(words, gaps)
        self.item.remarks += said
        if len(cases) > 1:
            self.item.remarks.append(_("Capital letters mattered in some gaps; here they matter in none."))
        return shaping.cloze(whole, self.modal("WHY"), parts=not self.scoring.together, case_matters=cases == {True})

    def _gap(self, interaction: Element, cases: set[bool]) -> str:
        declared, how = self.response(interaction)
        name = interaction.get("responseIdentifier", "")
        if name in self.scoring.tolerance:
            raise NotOurs(_("A gap asks for a number with a tolerance. Make it a question of its own."))
        shares = declared.shares if how == MAP else dict.fromkeys(self.correct(declared), Fraction(1))
        if any(0 < share < 1 for share in shares.values()):
            self.item.remarks.append(_("Answers in gaps that earned a part of the point earn nothing here."))
        right = [key for key, share in shares.items() if share == 1]
        if interaction.tag == "inlineChoiceInteraction":
            options = [
                (body.words(one, self.item), one.get("identifier") in right)
                for one in interaction.findall("inlineChoice")
            ]
            return shaping.chosen_gap(options)
        cases.update(declared.cases if how == MAP else {True})
        return shaping.typed_gap(right)


def _no_star(text: str) -> str:
    """Here a star is a star, as it is in QTI."""
    return text.replace("*", r"\*")


_KINDS: dict[str, Callable[[_Item, Element], Made]] = {
    "choiceInteraction": _Item.choice,
    "orderInteraction": _Item.order,
    "matchInteraction": _Item.match,
    "textEntryInteraction": _Item.text_entry,
}
