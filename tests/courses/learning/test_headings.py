"""The headings of a lesson as places to go to."""

from courses.learning.headings import Heading, with_anchors

THREE = '<h2>One</h2><p>a</p><h2 data-block-key="k1">Two &amp; <em>more</em></h2><h3>Not this</h3><h2>Three</h2>'


def test_each_main_heading_gets_an_anchor_and_a_line_in_the_list():
    html, found = with_anchors(THREE)
    assert found == [Heading("part-1", "One"), Heading("part-2", "Two & more"), Heading("part-3", "Three")]
    assert '<h2 id="part-2" data-block-key="k1">Two &amp; <em>more</em></h2>' in html
    assert "<h3>Not this</h3>" in html


def test_fewer_than_three_are_left_alone():
    html, found = with_anchors("<h2>One</h2><h2>Two</h2>")
    assert (html, found) == ("<h2>One</h2><h2>Two</h2>", [])


def test_headings_of_blocks_and_empty_ones_are_not_listed():
    _html, found = with_anchors('<h2 class="block__title">Box</h2><h2> </h2>' + THREE)
    assert [heading.words for heading in found] == ["One", "Two & more", "Three"]
