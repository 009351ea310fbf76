"""A name on a document beside the name a certificate was issued to: spelling is forgiven, another name is not."""

import pytest

from certificates.proof.naming import Likeness, compare


@pytest.mark.parametrize(
    ("typed", "issued", "likeness"),
    [
        ("Zoé Côté", "Zoé Côté", Likeness.SAME),
        ("  Zoé   Côté ", "Zoé Côté", Likeness.SAME),
        ("zoe cote", "Zoé Côté", Likeness.SPELLED),
        ("CÔTÉ, Zoé", "Zoé Côté", Likeness.SPELLED),
        ("Anne Marie Roy", "Anne-Marie Roy", Likeness.SPELLED),
        ("Jordan Q Ellery", "Jordan Q. Ellery", Likeness.SPELLED),
        ("Zoé", "Zoé Côté", Likeness.OTHER),
        ("Zoé Anne Côté", "Zoé Côté", Likeness.OTHER),
        ("Z. Côté", "Zoé Côté", Likeness.OTHER),
        ("Jordan Ellery", "Jordan Elery", Likeness.OTHER),
    ],
)
def test_only_the_spelling_is_forgiven(typed, issued, likeness):
    assert compare(typed, issued) is likeness
