"""Icons, statuses and the stack of stones."""

from xml.etree import ElementTree

import pytest
from django.template import Context, Template, TemplateSyntaxError

from lms import icons, statuses, stones


@pytest.mark.parametrize("name", icons.ICONS)
def test_every_icon_is_well_formed_and_silent_for_screen_readers(name):
    drawing = ElementTree.fromstring(icons.svg(name))
    assert drawing.get("aria-hidden") == "true"
    assert len(drawing) > 0


@pytest.mark.parametrize("key", statuses.LOOKS)
def test_every_status_has_words_an_icon_that_exists_and_a_tone(key):
    look = statuses.LOOKS[key]
    assert look.label
    assert look.icon in icons.ICONS
    assert look.tone in {"pine", "amber", "clay", "slate"}


def test_a_status_nobody_described_is_shown_in_its_own_words():
    assert statuses.look("half_way") == statuses.Look("Half way", "info", "slate")


def test_an_unknown_icon_is_a_mistake_while_developing_and_nothing_in_production(settings):
    settings.DEBUG = True
    with pytest.raises(TemplateSyntaxError):
        Template('{% icon "unicorn" %}').render(Context())
    settings.DEBUG = False
    assert Template('{% icon "unicorn" %}').render(Context()) == ""


def test_one_stone_a_module_the_first_at_the_bottom():
    stack = stones.stack(
        [
            {"title": "One", "done": 2, "total": 2},
            {"title": "Two", "done": 1, "total": 3},
            {"title": "Three", "done": 0, "total": 2},
        ]
    )
    assert [stone.state for stone in stack.stones] == ["done", "under-way", "not-started"]
    assert stack.words == "1 of 3 modules done"
    assert not stack.is_done


def test_a_module_without_items_is_not_started_and_says_so():
    stack = stones.stack([{"title": "Empty", "done": 0, "total": 0}])
    assert stack.stones[0].state == "not-started"
    assert stack.stones[0].words == "nothing to do here yet"


def test_no_modules_at_all_is_no_achievement():
    assert not stones.stack([]).is_done


def test_progress_is_said_in_words_beside_the_drawing():
    page = Template("{% stones modules %}").render(Context({"modules": [{"title": "One", "done": 1, "total": 2}]}))
    assert "0 of 1 module done" in page
    assert "1 of 2 done" in page
