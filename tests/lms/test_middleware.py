"""Pages say what a browser may load; Wagtail's admin keeps its own ways."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).parents[2]


def test_pages_run_no_script_but_ours(client):
    policy = client.get(reverse("account_login"))["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "object-src 'none'" in policy


def test_wagtails_admin_is_left_alone(client, admin):
    client.force_login(admin)
    assert "Content-Security-Policy" not in client.get("/cms/")


def test_a_trial_site_shows_the_same_page_where_there_is_none(client, settings):
    settings.DEBUG = True
    answer = client.get("/no/such/page/")
    assert answer.status_code == 404
    assert "There is no page here" in answer.content.decode()


def test_templates_carry_neither_styles_nor_scripts_of_their_own():
    apps = ("accounts", "certificates", "courses", "desk", "evidence", "home", "lms", "notices")
    offenders = []
    for path in [path for app in apps for path in (ROOT / app).rglob("templates/**/*.html")]:
        if (path.name == "letter.html" and path.parent.name == "mail") or path.name.endswith("_print.html"):
            continue  # letters and certificates stand alone and cannot link a stylesheet
        text = path.read_text()
        inline = re.search(r'\sstyle="|<style|\son[a-z]+="|<script(?![^>]*(?: src=| type="application/json"))', text)
        if inline:
            offenders.append(str(path.relative_to(ROOT)))
    assert offenders == []
