"""Django's forms and fields over a model, with the model named: `ModelForm[User]`. Django's own take no name at run time."""

from typing import TYPE_CHECKING, Self

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


__all__ = ["ModelChoiceField", "ModelForm", "ModelMultipleChoiceField"]
