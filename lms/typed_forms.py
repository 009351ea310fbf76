"""Django's forms, with types: `ModelForm[User]` names its model, which Django's own cannot be told at run time."""

from typing import TYPE_CHECKING, Self, TypeVar

from django import forms

if TYPE_CHECKING:
    from django.forms import ModelChoiceField, ModelForm, ModelMultipleChoiceField
else:

    class _Named:
        def __class_getitem__(cls, model: object) -> type[Self]:
            return cls

    class ModelForm(_Named, forms.ModelForm):
        pass

    class ModelChoiceField(_Named, forms.ModelChoiceField):
        pass

    class ModelMultipleChoiceField(_Named, forms.ModelMultipleChoiceField):
        pass


__all__ = ["ModelChoiceField", "ModelForm", "ModelMultipleChoiceField", "field_of"]

_Kind = TypeVar("_Kind", bound=forms.Field)


def field_of(form: forms.BaseForm, name: str, kind: type[_Kind]) -> _Kind:
    """A field of a form, which is of this kind: to give it the choices of whoever looks."""
    field = form.fields[name]
    assert isinstance(field, kind)
    return field
