"""What kinds, fields, choices, topics and areas are called on forms, in Dutch and in English.

The words are data: labels.toml, packaged beside this module. A word that means something else with one kind of act, or
in one field, stands there a second time under the longer name; the longest name that fits is taken. Whoever adds a
field adds its words there, and a test tells what lacks.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

from nakomen.acts import kind_class

__all__ = [
    "Language",
    "area_label",
    "choice_label",
    "field_help",
    "field_label",
    "kind_label",
    "topic_label",
    "topics",
    "unit_label",
]

Language = Literal["nl", "en"]
type Words = tuple[str, str]

_PLACE: Mapping[str, int] = MappingProxyType({"nl": 0, "en": 1})


def kind_label(kind: str, lang: Language) -> str:
    """What a kind of act is called. Raises KeyError where there is no such kind.

    >>> kind_label("visit.planned", "en")
    'Visit planned'
    """
    labels = kind_class(kind).labels
    return labels.en if lang == "en" else labels.nl


def field_label(kind: str, field: str, lang: Language) -> str:
    """What a field of a kind is called, by its name in JSON; `services.payer` is a field within the rows of another.

    Raises KeyError where nothing is known of such a field.

    >>> field_label("trainee.present", "at", "nl"), field_label("invoice.sent", "lines.for", "en")
    ('Waarbij', 'Kind')
    """
    return _told("fields", field_names(kind, field), lang)


def field_help(kind: str, field: str, lang: Language) -> str:
    """A sentence that helps to fill the field; empty where its label says all."""
    found = _data()["help"].get(f"{kind}.{field}")
    return found[_PLACE[lang]] if found else ""


def choice_label(kind: str, field: str, value: object, lang: Language) -> str:
    """What a choice of a field is called. Raises KeyError where nothing is known of such a choice.

    >>> choice_label("visit.planned", "payer", "client", "nl")
    'De cliënt zelf'
    """
    return _told("choices", choice_names(kind, field, value), lang)


def topic_label(value: str, lang: Language) -> str:
    """What a topic of information is called; a topic of somebody's own is called as it is written."""
    found = _data()["topics"].get(value)
    return found[_PLACE[lang]] if found else value


def topics() -> Sequence[str]:
    """The topics that the conditions name, in their order: the intake's, the budget's, all others."""
    return tuple(_data()["topics"])


def area_label(area: str, lang: Language) -> str:
    """What an area of the vocabulary is called. Raises KeyError where there is no such area."""
    return _told("areas", [area], lang)


def unit_label(unit: str, lang: Language) -> str:
    """The unit of a whole number, as it stands after it; empty where the number needs none."""
    found = _data()["units"].get(unit)
    return found[_PLACE[lang]] if found else ""


# --- the names under which words can stand, longest first -----------------------------------------------------------


def field_names(kind: str, field: str) -> Iterator[str]:
    """The names under which the words of a field can stand, the longest first."""
    yield f"{kind}.{field}"
    yield field
    yield field.rpartition(".")[2]


def choice_names(kind: str, field: str, value: object) -> Iterator[str]:
    """The names under which the words of a choice can stand, the longest first."""
    yield from (f"{name}.{value}" for name in field_names(kind, field))
    yield str(value)


def _told(part: str, names: Iterator[str] | Sequence[str], lang: Language) -> str:
    tried = list(names)
    words = _data()[part]
    for name in tried:
        if name in words:
            return words[name][_PLACE[lang]]
    raise KeyError(tried[0])


@cache
def _data() -> Mapping[str, Mapping[str, Words]]:
    text = (files("nakomen.acts") / "labels.toml").read_text(encoding="utf-8")
    return {part: {name: (nl, en) for name, (nl, en) in words.items()} for part, words in tomllib.loads(text).items()}
