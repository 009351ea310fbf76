"""What is each reader's own in a lesson rendered once for all."""

from courses.contents import own
from courses.contents.blocks import registry


def lesson(block="one"):
    marks = own.Marks(block)
    parts = "".join(f"{marks['part']}<i{marks[f'is-{n}']}>{n}</i>" for n in range(3))
    return f"<p>{marks['text']}</p>{marks['parts']}{parts}{marks['end']}<b>end</b>"


def test_without_a_reader_nothing_is_put_and_parts_stay_as_written():
    assert own.filled(lesson(), own.NOTHING) == "<p></p><i>0</i><i>1</i><i>2</i><b>end</b>"


def test_each_reader_gets_theirs_in_their_order():
    given = own.Given({"one:text": "mine", "one:is-2": " checked", "other:text": "no"}, lambda block, count: [2, 0, 1])
    assert own.filled(lesson(), given) == "<p>mine</p><i checked>2</i><i>0</i><i>1</i><b>end</b>"


def test_what_somebody_wrote_is_not_read_as_marks():
    wrote = own.Marks("one")["text"]
    assert own.filled(lesson(), own.Given({"one:text": wrote, "one:is-0": ""})).count(wrote) == 1


def test_a_block_keeps_its_name_wherever_it_stands_and_no_two_share_one():
    text = {"type": "text", "html": "<p>So.</p>"}
    first, second = ({"type": "reflection", "prompt": asked, "help": ""} for asked in ("Why?", "When?"))
    names = [name for _number, name, _block in registry.named_blocks([text, first, second, first])]
    assert len(set(names)) == 3
    [(number, name, _block)] = registry.named_blocks([first])
    assert (number, name) == (1, names[0])
    assert max(map(len, names)) <= 24
