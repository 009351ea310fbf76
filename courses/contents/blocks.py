"""The blocks a lesson is built from. Learners see them through courses/templates/courses/blocks/, from frozen content."""

from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

TEXT_FEATURES = ["h2", "h3", "h4", "bold", "italic", "ol", "ul", "link", "hr", "blockquote"]


def prose(**kwargs) -> blocks.RichTextBlock:
    return blocks.RichTextBlock(features=TEXT_FEATURES, **kwargs)


class KeyIdeaBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120)
    text = prose(help_text="The one thing to keep from this part, in two or three sentences.")

    class Meta:
        icon = "pick"
        label = "Key idea"


class ExampleBlock(blocks.StructBlock):
    title = blocks.CharBlock(required=False, max_length=120)
    text = prose(help_text="A worked example, step by step.")

    class Meta:
        icon = "list-ol"
        label = "Worked example"


class SpeakerLineBlock(blocks.StructBlock):
    speaker = blocks.CharBlock(max_length=60)
    text = blocks.TextBlock(rows=2)


class RolePlayBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    setting = blocks.TextBlock(required=False, rows=2, help_text="Where we are, who is there, what has just happened.")
    lines = blocks.ListBlock(SpeakerLineBlock(), min_num=1)
    debrief = blocks.TextBlock(required=False, rows=2, help_text="A question to think or talk about afterwards.")

    class Meta:
        icon = "group"
        label = "Role-play"


class ReflectionBlock(blocks.StructBlock):
    prompt = blocks.TextBlock(rows=2)
    help = blocks.TextBlock(required=False, rows=2)

    class Meta:
        icon = "edit"
        label = "Reflection"


class WorksheetBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    intro = blocks.TextBlock(required=False, rows=2)
    columns = blocks.ListBlock(blocks.CharBlock(max_length=80), min_num=1, max_num=6)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.TextBlock(required=False, rows=1)), help_text="One entry a column, in each row."
    )
    blank_rows = blocks.IntegerBlock(default=0, min_value=0, max_value=20, help_text="Empty rows to fill in on paper.")

    class Meta:
        icon = "table"
        label = "Worksheet"


class FigureBlock(blocks.StructBlock):
    image = ImageChooserBlock()
    alt = blocks.CharBlock(
        required=False,
        max_length=250,
        help_text="What the image says, for people who do not see it. Empty if decorative.",
    )
    caption = blocks.CharBlock(required=False, max_length=250)

    class Meta:
        icon = "image"
        label = "Image"


class VideoBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=120)
    url = blocks.URLBlock(required=False, help_text="Address of a video file. Or choose an uploaded file below.")
    file = DocumentChooserBlock(required=False)
    captions = DocumentChooserBlock(required=False, help_text="WebVTT captions.")
    transcript = prose(help_text="Everything that is said and shown.")

    class Meta:
        icon = "media"
        label = "Video"


class DownloadBlock(blocks.StructBlock):
    file = DocumentChooserBlock()
    title = blocks.CharBlock(max_length=120)
    description = blocks.CharBlock(required=False, max_length=250)

    class Meta:
        icon = "download"
        label = "Download"


class ClaimBlock(blocks.StructBlock):
    claim = SnippetChooserBlock("evidence.Claim")

    class Meta:
        icon = "openquote"
        label = "Claim and what it rests on"


class CheckOptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=1)
    correct = blocks.BooleanBlock(required=False)
    feedback = blocks.TextBlock(rows=2)


class CheckBlock(blocks.StructBlock):
    question = blocks.TextBlock(rows=2)
    options = blocks.ListBlock(CheckOptionBlock(), min_num=2, max_num=6)

    class Meta:
        icon = "help"
        label = "Knowledge check"


class LessonBody(blocks.StreamBlock):
    """Every kind of content a lesson may hold, in the order authors meet it in the menu."""

    text = prose(icon="pilcrow", label="Text")
    key_idea = KeyIdeaBlock()
    example = ExampleBlock()
    role_play = RolePlayBlock()
    reflection = ReflectionBlock()
    worksheet = WorksheetBlock()
    image = FigureBlock()
    video = VideoBlock()
    download = DownloadBlock()
    claim = ClaimBlock()
    check = CheckBlock()


class OptionBlock(blocks.StructBlock):
    text = blocks.TextBlock(rows=1)
    correct = blocks.BooleanBlock(required=False)
    rationale = blocks.TextBlock(rows=2, help_text="Shown after the attempt: why this is, or is not, a good answer.")

    class Meta:
        icon = "list-ul"
        label = "Option"
