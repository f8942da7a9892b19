"""No text of a page is missing in either language; the English ones are the texts in the code itself."""

from __future__ import annotations

import ast
import gettext
import re
from functools import cache
from pathlib import Path

import allauth
import pytest
from django.template.base import Lexer, TokenType
from django.utils import translation

from nakomen import web
from nakomen.web.accounts.allauth_texts import TEXTS

WEB = Path(str(web.__file__)).parent
CATALOGUE = WEB / "locale" / "nl" / "LC_MESSAGES"
GETTEXT = {"_", "gettext", "gettext_lazy", "gettext_noop"}


def in_templates() -> set[str]:
    return {text for file in WEB.glob("templates/**/*.*") for text in in_template(file)}


def in_template(file: Path) -> set[str]:
    found: set[str] = set()
    block: list[str] | None = None
    for token in Lexer(file.read_text()).tokenize():
        words = token.contents.split(None, 1)
        if token.token_type == TokenType.BLOCK and words[0] in {"translate", "trans"}:
            match = re.match(r"""(["'])(.*?)\1""", words[1])
            assert match, (file, token.contents)
            found.add(match[2])
        elif token.token_type == TokenType.BLOCK and words[0] == "blocktranslate":
            block = []
        elif token.token_type == TokenType.BLOCK and words[0] == "endblocktranslate":
            assert block is not None
            found.add("".join(block))
            block = None
        elif block is not None:
            block.append(f"%({token.contents})s" if token.token_type == TokenType.VAR else token.contents)
    return found


def in_code() -> set[str]:
    found = set()
    for file in WEB.glob("**/*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT:
                assert isinstance(node.args[0], ast.Constant), (file, node.lineno)
                found.add(str(node.args[0].value))
    return found


@cache
def source() -> dict[str, str]:
    """The catalogue as people edit it."""
    text = (CATALOGUE / "django.po").read_text()
    pairs = re.findall(r'^msgid ((?:".*"\n)+)msgstr ((?:".*"\n?)+)', text, re.MULTILINE)
    return {ast.literal_eval(f"({key})"): ast.literal_eval(f"({value})") for key, value in pairs}


def compiled() -> dict[str, str]:
    """The catalogue as the program reads it."""
    with (CATALOGUE / "django.mo").open("rb") as file:
        return dict(gettext.GNUTranslations(file)._catalog)  # type: ignore[attr-defined]


def test_every_text_has_dutch_and_none_is_left_over() -> None:
    wanted, dutch = in_templates() | in_code(), source()
    assert len(wanted) > 100
    assert set(dutch) - {""} == wanted
    assert all(dutch[text].strip() for text in wanted)


def test_what_the_program_reads_is_what_was_written() -> None:
    assert {key: text for key, text in compiled().items() if key} == {k: v for k, v in source().items() if k}


def test_each_translation_fills_in_the_same_names() -> None:
    for key, text in source().items():
        assert set(re.findall(r"%\(\w+\)s", key)) == set(re.findall(r"%\(\w+\)s", text)), key


def test_people_are_addressed_with_u() -> None:
    for key, text in source().items():
        assert not re.search(r"\b(je|jij|jou|jouw|jullie)\b", text, re.IGNORECASE), key


def test_each_text_of_allauth_that_we_word_ourselves_is_still_one_of_its_texts() -> None:
    folder = Path(str(allauth.__file__)).parent
    theirs = (folder / "locale" / "nl" / "LC_MESSAGES" / "django.po").read_text()
    known = {ast.literal_eval(f"({key})") for key in re.findall(r'^msgid ((?:".*"\n)+)', theirs, re.MULTILINE)}
    assert set(TEXTS) - known == set()


@pytest.mark.parametrize(("language", "text"), [("nl", "Inloggen"), ("en", "Sign in")])
def test_both_languages_work(language: str, text: str) -> None:
    with translation.override(language):
        assert translation.gettext("Sign in") == text
