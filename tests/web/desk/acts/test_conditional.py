"""With which answers a field counts, in words: every rule of every form can be told."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from nakomen.web.desk.acts import conditional, forms, making
from tests.web.desk.acts.sending import surroundings


def test_a_rule_names_the_question_and_its_answers() -> None:
    form = forms.bound("client.moved", surroundings())
    asked = "Alleen als u bij ‘Het nieuwe adres ligt in ons werkgebied’ kiest voor: Nee."
    with override("nl"):
        assert conditional.told(form, "in_service_area=no") == asked
        assert conditional.told(form, "in_service_area=yes|no").endswith("kiest voor: Ja of Nee.")
        assert conditional.told(form, "city=") == "Alleen als u ‘Woonplaats’ invult."


def test_a_rule_about_a_field_that_is_not_there_says_nothing() -> None:
    form = forms.bound("client.moved", surroundings(), only=["city"])
    assert conditional.told(form, "in_service_area=no") == ""
    assert conditional.told(form, "") == ""


@pytest.mark.parametrize("field", sorted(making.SHOWN_WHEN))
def test_every_conditional_field_of_an_act_tells_when_it_counts(field: str) -> None:
    kind, _dot, name = field.rpartition(".")
    part = next(each for each in forms.bound(kind, surroundings()).parts() if each.name == name)
    assert bool(part.when_told) == bool(part.shown_when)
    assert "_" not in part.when_told
