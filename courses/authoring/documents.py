"""What trainers upload beside images: looked at before it is taken."""

from pathlib import PurePosixPath
from typing import Any

from django import forms
from wagtail.documents.forms import BaseDocumentForm

from courses.contents import soundness


class DocumentForm(BaseDocumentForm):
    """A document that can be opened by those who fetch it."""

    def clean_file(self) -> Any:
        """Raises forms.ValidationError, in words, when the bytes are not what the ending says."""
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            wrong = soundness.wrong_with(file, PurePosixPath(file.name).suffix)
            file.seek(0)
            if wrong:
                raise forms.ValidationError(wrong)
        return file
