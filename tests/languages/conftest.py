"""The site speaking a made-up language."""

import pytest
from django.utils import translation
from wagtail.models import Site

from home.models import HomePage
from lms import words
from tests.factories import make_index
from tests.languages import made_up


@pytest.fixture
def home_page(db) -> HomePage:
    """The start page, at "/"."""
    page = HomePage.objects.get(pk=make_index().get_parent().pk)
    Site.objects.update(root_page=page)
    Site.clear_site_root_paths_cache()
    return page


@pytest.fixture(scope="session")
def made_up_folder(tmp_path_factory):
    """Compiled once."""
    folder = tmp_path_factory.mktemp("made-up")
    made_up.compile_into(folder)
    return folder


@pytest.fixture
def made_up_language(settings, made_up_folder):
    """The code of a language in which every marked word stands in wide letters; everybody's browser asks for it."""
    settings.LOCALE_PATHS = [made_up_folder]
    settings.LANGUAGES = [*settings.LANGUAGES, (made_up.CODE, "⟦Ｍａｄｅ ｕｐ⟧")]
    settings.WAGTAILADMIN_PERMITTED_LANGUAGES = settings.LANGUAGES
    words._script.cache_clear()
    translation.activate(made_up.CODE)
    yield made_up.CODE
    translation.activate(settings.LANGUAGE_CODE)
    words._script.cache_clear()
