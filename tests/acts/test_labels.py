from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

import pytest

from nakomen.acts import KIND_AREAS, kind_class, kinds, labels
from nakomen.acts.base import Whole
from nakomen.acts.reading_acts import members
from nakomen.acts.reading_values import item_type, member_types

UNSEEN = {"id", "recorded", "recorder"}
LANGUAGES: tuple[labels.Language, ...] = ("nl", "en")


def fields_of(kind: str) -> Iterator[tuple[str, Any]]:
    """Each field of a kind that a form shows, those within its rows too, with its type."""
    for name, member in members(kind_class(kind)).items():
        if name in UNSEEN:
            continue
        yield name, member.type
        for inner, type_ in member_types(item_type(member.type)).items():
            yield f"{name}.{inner}", type_


def choices_of(type_: Any) -> tuple[object, ...]:
    if get_origin(type_) is Literal:
        return get_args(type_)
    if get_origin(type_) is Annotated and isinstance(rule := get_args(type_)[1], Whole) and rule.highest <= 5:
        return tuple(range(rule.lowest, rule.highest + 1))
    inner = item_type(type_)
    return choices_of(inner) if inner else ()


@pytest.mark.parametrize("kind", kinds())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_and_every_choice_of_a_kind_has_words(kind: str, lang: labels.Language) -> None:
    assert labels.kind_label(kind, lang)
    for name, type_ in fields_of(kind):
        assert labels.field_label(kind, name, lang).strip()
        assert all(labels.choice_label(kind, name, value, lang).strip() for value in choices_of(type_))


def test_no_words_are_left_over() -> None:
    used: dict[str, set[str]] = {"fields": set(), "help": set(), "choices": set()}
    for kind in kinds():
        for name, type_ in fields_of(kind):
            used["help"].add(f"{kind}.{name}")
            used["fields"].add(first(labels.field_names(kind, name), "fields"))
            used["choices"] |= {first(labels.choice_names(kind, name, v), "choices") for v in choices_of(type_)}
    for part, names in used.items():
        assert set(labels._data()[part]) - names == set(), part


def first(names: Iterator[str], part: str) -> str:
    return next(name for name in names if name in labels._data()[part])


def test_choices_of_one_field_are_told_apart_by_their_words() -> None:
    for kind in kinds():
        for name, type_ in fields_of(kind):
            for lang in LANGUAGES:
                told = [labels.choice_label(kind, name, value, lang) for value in choices_of(type_)]
                assert len(told) == len(set(told)), (kind, name)


def test_every_area_has_words_and_no_others_have() -> None:
    assert set(labels._data()["areas"]) == set(KIND_AREAS.values())


def test_a_topic_of_somebodys_own_is_called_as_it_is_written() -> None:
    assert labels.topic_label("keys", "en") == "Keys"
    assert labels.topic_label("huisdieren", "en") == "huisdieren"


def test_what_is_not_known_is_an_error() -> None:
    with pytest.raises(KeyError):
        labels.field_label("visit.planned", "colour", "nl")
    with pytest.raises(KeyError):
        labels.choice_label("visit.planned", "payer", "nobody", "nl")
    with pytest.raises(KeyError):
        labels.area_label("weather", "nl")


def test_help_is_empty_where_a_label_says_all() -> None:
    assert labels.field_help("visit.delivered", "minutes", "en") == "The real length, not rounded."
    assert labels.field_help("client.died", "on", "en") == ""
