"""Forms of acts: what goes in comes out, for every kind; what is wrong is told at its field, all of it at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils import translation

from nakomen.acts import kinds
from nakomen.acts.case import Problem
from nakomen.acts.reading import read_acts
from nakomen.norms.facts import REWRITING
from nakomen.web.desk.acts import forms
from nakomen.web.desk.acts.about import About
from tests.web.desk.acts.sending import example, local, sent, surroundings, through

KINDS = [kind for kind in kinds() if kind not in REWRITING]
CASES = sorted(Path("examples").glob("*.json"))


def accepted(told: dict[str, Any]) -> bool:
    """Whether reading takes the act; that it points at acts which are not beside it here does not count."""
    _read, problems = read_acts([told])
    return all(problem.expected.startswith("the id of an act") for problem in problems)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_kind_goes_through_its_form_unchanged(kind: str) -> None:
    told = example(kind)
    form = through(kind, told, surroundings())
    assert form.is_valid(), form.errors
    assert form.json == told
    assert accepted(form.json)


@pytest.mark.parametrize("kind", KINDS)
def test_an_act_with_only_what_it_must_have_goes_through_its_form_unchanged(kind: str) -> None:
    told = example(kind, full=False)
    form = through(kind, told, surroundings())
    assert form.is_valid(), form.errors
    assert form.json == told


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_the_acts_of_the_examples_go_through_their_forms_unchanged(path: Path) -> None:
    about = surroundings()
    for act in json.loads(path.read_text())["acts"]:
        if act["kind"] in REWRITING:
            continue
        told = {name: value for name, value in act.items() if name not in ("id", "recorded", "recorder")}
        for name, value in told.items():
            if isinstance(value, str) and len(value) > 10 and value[10:11] == "T":
                told[name] = local(value)
        pointing = _pointing_anywhere(about, told)
        form = through(act["kind"], told, pointing)
        assert form.is_valid(), (act["kind"], form.errors)
        assert form.json == told


def _pointing_anywhere(about: About, told: dict[str, Any]) -> About:
    """Surroundings in which the ids of this act are acts of the kinds that it may point at."""
    from dataclasses import replace

    names = [told.get("act"), told.get("succeeds"), told.get("visit"), *told.get("invoices", ())]
    names += [line.get("act") for line in told.get("lines", ())]
    pool = [replace(each, name=str(name)) for name in names if name for each in about.acts]
    return replace(about, acts=[*about.acts, *pool], _found={})


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_form_shows_each_of_its_fields_with_words(kind: str, language: str) -> None:
    with translation.override(language):
        form = forms.bound(kind, surroundings("nl" if language == "nl" else "en"))
        shown = render_to_string("desk/acts/_fields.html", {"form": form})
    assert 'style="' not in shown
    for part in form.parts():
        assert part.label
        assert f'name="{part.name}' in shown


@pytest.mark.parametrize("kind", KINDS)
def test_an_empty_form_tells_everything_that_it_lacks_at_once(kind: str) -> None:
    form = forms.bound(kind, surroundings(), data=QueryDict())
    assert not form.is_valid()
    lacking = {part.name for part in form.parts() if part.required}
    assert lacking <= set(form.errors)
    told = render_to_string("desk/acts/_problems.html", {"form": form})
    assert told.count("<li>") == len(form.problems()) >= len(lacking)


def test_every_mistake_is_told_at_its_own_field() -> None:
    wrong = QueryDict(
        "on=gisteren&name=A&birth_date=1941-03-09&bsn=123456789&address=S&postcode=0000&city=C&municipality=M"
    )
    with translation.override("en"):
        form = forms.bound("client.registered", surroundings("en"), data=wrong)
        assert not form.is_valid()
        told = {target: text for target, _label, text in form.problems()}
    assert set(form.errors) == {"on", "bsn", "postcode", "electronic"}
    assert told["id_bsn"].startswith("A BSN has nine digits")
    assert told["id_electronic_0"] == "Choose yes or no."
    assert "123456789" not in str(form.errors)


@pytest.mark.parametrize(
    ("typed", "amount"),
    [("12,50", "12.50"), ("12.50", "12.50"), ("€ 1.234,5", "1234.50"), ("7", "7.00"), ("1.234", "1234.00")],
)
def test_an_amount_is_understood_as_people_write_it(typed: str, amount: str) -> None:
    form = forms.bound("budget.granted", surroundings(), data=_budget(typed))
    assert form.is_valid(), form.errors
    assert form.json["amount"] == amount


@pytest.mark.parametrize("typed", ["-5", "12,505", "twaalf", "1e3", "12,50,1", "1234567890"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    form = forms.bound("budget.granted", surroundings(), data=_budget(typed))
    assert not form.is_valid()
    assert set(form.errors) == {"amount"}


def _budget(amount: str) -> QueryDict:
    data = QueryDict("on=2026-03-02&valid_from=2026-01-01&valid_until=2026-12-31", mutable=True)
    data["amount"] = amount
    return data


def _visit(day: str, at: str, fold: str = "") -> forms.ActForm:
    data = QueryDict("on=2026-03-02&minutes=30&service=zorg&payer=wlz", mutable=True)
    data.update({"start": day, "start_time": at, "start_fold": fold})
    return forms.bound("visit.planned", surroundings(), data=data)


def test_an_hour_that_is_not_there_is_told() -> None:
    form = _visit("2026-03-29", "02:30")
    assert not form.is_valid()
    assert set(form.errors) == {"start"}


def test_an_hour_that_comes_twice_is_asked_about_and_then_taken() -> None:
    form = _visit("2026-10-25", "02:30")
    assert not form.is_valid()
    assert 'name="start_fold"' in str(form["start"])
    for fold, told in (("0", "2026-10-25T02:30:00+02:00"), ("1", "2026-10-25T02:30:00+01:00")):
        form = _visit("2026-10-25", "02:30", fold)
        assert form.is_valid(), form.errors
        assert form.json["start"] == told
        assert through("visit.planned", form.json, surroundings()).json["start"] == told


def test_the_question_which_hour_is_asked_in_that_night_only() -> None:
    assert 'name="start_fold"' not in str(_visit("2026-10-24", "02:30")["start"])


def test_a_day_without_a_time_stays_a_day_and_a_visit_needs_its_time() -> None:
    assert through("support.requested", {"kind": "support.requested", "on": "2026-03-02"}, surroundings()).json == {
        "kind": "support.requested",
        "on": "2026-03-02",
    }
    form = _visit("2026-03-02", "")
    assert not form.is_valid()
    assert set(form.errors) == {"start"}


def test_an_end_before_its_begin_is_told_at_the_end() -> None:
    data = QueryDict("on=2026-03-02&amount=10&valid_from=2026-02-01&valid_until=2026-01-01")
    form = forms.bound("budget.granted", surroundings(), data=data)
    assert not form.is_valid()
    assert set(form.errors) == {"valid_until"}


def test_an_act_of_another_kind_or_client_cannot_be_pointed_at() -> None:
    for name in ("x-visit.planned", "elders"):
        form = forms.bound("payment.received", surroundings(), data=QueryDict(f"on=2026-03-02&amount=5&act={name}"))
        assert not form.is_valid()
        assert set(form.errors) == {"act"}


def test_a_field_can_be_left_out_and_a_value_be_set() -> None:
    preset = {"by": "provider", "ground": "compelling"}
    form = forms.bound(
        "notice.given",
        surroundings(),
        data=QueryDict("n-on=2026-03-02&n-channel=letter"),
        prefix="n",
        only=("on", "channel"),
        preset=preset,
    )
    assert [part.name for part in form.parts()] == ["n-on", "n-channel"]
    assert form.is_valid(), form.errors
    assert form.json == {"kind": "notice.given", "on": "2026-03-02", "channel": "letter", **preset}


def test_rows_that_are_left_empty_do_not_count_and_a_wrong_row_is_told() -> None:
    about = surroundings()
    initial = example("invoice.sent")
    data = sent(forms.bound("invoice.sent", about, initial=initial))
    data["lines-1-amount"] = "veel"
    form = forms.bound("invoice.sent", about, data=data)
    assert not form.is_valid()
    targets = {target for target, _label, _text in form.problems()}
    assert targets == {"id_lines-1-amount", "id_lines-1-for"}
    data["lines-1-amount"] = ""
    form = forms.bound("invoice.sent", about, data=data)
    assert form.is_valid(), form.errors
    assert len(form.json["lines"]) == 1


def test_a_row_that_is_left_out_does_not_count_whatever_stands_in_it() -> None:
    about = surroundings()
    data = sent(forms.bound("invoice.sent", about, initial=example("invoice.sent")))
    data |= {"lines-1-amount": "veel", "lines-1-left_out": "on"}
    form = forms.bound("invoice.sent", about, data=data)
    assert form.is_valid(), form.errors
    assert form.json["lines"] == example("invoice.sent")["lines"]
    data |= {"lines-0-left_out": "on"}
    assert not forms.bound("invoice.sent", about, data=data).is_valid()


def test_one_more_row_keeps_what_was_typed_and_says_nothing_of_mistakes() -> None:
    about = surroundings()
    data = QueryDict("number=2026-1&lines-0-amount=veel&lines-1-amount=")
    form = forms.bound("invoice.sent", about, data=data, quiet=True, more="lines")
    shown = render_to_string("desk/acts/_fields.html", {"form": form})
    assert form.problems() == []
    assert 'value="veel"' in shown
    assert 'name="lines-3-amount"' in shown
    assert "aria-invalid" not in shown


def test_a_problem_of_the_record_comes_back_at_its_field() -> None:
    about = surroundings()
    form = through("invoice.sent", example("invoice.sent"), about)
    assert form.is_valid()
    form.tell(
        [
            Problem("#1", "on", "a moment that has come, not one after now"),
            Problem("#1", "lines#1.act", "the id of an act in this case"),
            Problem("n3", "kind", "a kind of invoice: other acts are not for this role"),
        ]
    )
    targets = {target for target, _label, _text in form.problems()}
    assert targets == {"", "id_on_0", "id_lines-0-act"}


def test_a_word_of_ones_own_stands_beside_the_choices() -> None:
    about = surroundings()
    told = {"kind": "information.given", "on": "2026-03-02", "topics": ["keys", "huisdieren"], "channel": "oral",
            "to": "client", "fits_level": True, "understood": True}  # fmt: skip
    form = through("information.given", told, about)
    assert form.is_valid(), form.errors
    assert form.json == told
    asked = {"kind": "information.requested", "on": "2026-03-02", "topic": "huisdieren"}
    assert through("information.requested", asked, about).json == asked


def test_where_nothing_can_be_pointed_at_the_form_says_what_to_record_first() -> None:
    about = About("en", surroundings().today)
    with translation.override("en"):
        form = forms.bound("payment.received", about)
        told = next(part.help for part in form.parts() if part.name == "act")
    assert told == "There is nothing yet that this can belong to. Record first: Invoice sent."
