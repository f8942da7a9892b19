"""The acts of a client: all of them, one of them, and the log of who looked."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nakomen.record import tenancy
from nakomen.record.models import Chain, Entry, Organisation
from tests.conftest import People, StaffMaker
from tests.record.lives import act
from tests.web.desk.clients.conftest import Enter, record

ACTS = 14


def place(organisation: Organisation, known: UUID) -> int:
    """The place of the act that was recorded last."""
    with tenancy.within(organisation.id):
        return int(Chain.objects.get(pk=known).length)


def test_all_acts_stand_the_newest_first_with_who_recorded_them_and_how_late(
    known: UUID, enter: Enter, people: People
) -> None:
    page = enter(people.owner).get(reverse("client_acts", args=[known])).content.decode()
    labels = [
        "Zorgverlener toegewezen",
        "Aanbod aanvaard",
        "Aanbod gedaan",
        "Indicatie afgegeven",
        "Cliënt ingeschreven",
    ]
    places = [page.index(f">{label}</a>") for label in labels]
    assert places == sorted(places)
    assert "28 dagen later" in page


def test_the_acts_take_as_many_queries_for_three_more_as_for_few(
    known: UUID,
    enter: Enter,
    people: People,
    organisation: Organisation,
    now: datetime,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    window = enter(people.owner)
    window.get(reverse("client_acts", args=[known]))
    with django_assert_num_queries(ACTS):
        window.get(reverse("client_acts", args=[known]))
    record(organisation, known, now, *(act("team.met", f"2026-02-{day:02}") for day in range(3, 6)))
    with django_assert_num_queries(ACTS):
        window.get(reverse("client_acts", args=[known]))


def test_an_area_leaves_out_the_others_and_pages_keep_it(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    record(organisation, known, now, *(act("team.met", f"2026-02-{1 + day % 28:02}") for day in range(60)))
    window = enter(people.owner)
    page = window.get(reverse("client_acts", args=[known]), {"area": "team"}).content.decode()
    assert "Aanbod gedaan" not in page
    assert "?area=team&amp;page=2" in page
    assert "Aanbod gedaan" in window.get(reverse("client_acts", args=[known]), {"page": "2"}).content.decode()


def test_acts_outside_the_areas_are_neither_listed_nor_opened(
    known: UUID, enter: Enter, staff: StaffMaker, organisation: Organisation, now: datetime
) -> None:
    record(organisation, known, now, act("abuse.suspected", "2026-02-20", form="elder", id="ab"))
    window = enter(staff("administration"))
    page = window.get(reverse("client_acts", args=[known])).content.decode()
    assert "mishandeling" not in page
    assert '<span class="count">5</span>' in page
    hidden = window.get(reverse("client_act", args=[known, place(organisation, known)]))
    missing = window.get(reverse("client_act", args=[known, 900]))
    assert (hidden.status_code, missing.status_code) == (404, 404)


def test_an_act_tells_what_it_says_what_it_belongs_to_and_what_rests_on_it(
    known: UUID, enter: Enter, people: People
) -> None:
    window = enter(people.owner)
    indication = window.get(reverse("client_act", args=[known, 3])).content.decode()
    for words in ("Indicatie afgegeven", "Nummer", "W1", "Wlz", "1 jan 2025", "Gesprek over vervolgindicatie voeren"):
        assert words in indication, words
    offer = window.get(reverse("client_act", args=[known, 4])).content.decode()
    assert "€ 60,00" in offer
    assert "Wat erop volgde" in offer
    accepted = window.get(reverse("client_act", args=[known, 5])).content.decode()
    assert f'href="{reverse("client_act", args=[known, 4])}">Aanbod gedaan</a>' in accepted
    assert reverse("act_correct", args=[known, 5]) in accepted
    assert reverse("act_retract", args=[known, 5]) in accepted


def test_what_an_act_names_by_code_is_told_in_words(
    known: UUID, enter: Enter, staff: StaffMaker, people: People, organisation: Organisation, now: datetime
) -> None:
    lines = [{"for": "other", "amount": "60.00"}]
    sent = act("invoice.sent", "2026-01-20", id="f1", number="2026-7", amount="60.00", channel="paper", lines=lines)
    reminder = {"invoices": ["f1"], "days_given": 21, "counted_from": "day_after_receipt", "channel": "paper"}
    version = act("terms.provided", "2026-01-05", version="2020-01-01", channel="paper")
    record(organisation, known, now, sent, version, act("reminder.sent", "2026-02-25", **reminder))
    window = enter(staff("administration", "finance"))
    page = window.get(reverse("client_act", args=[known, place(organisation, known)])).content.decode()
    assert "Factuur verstuurd, 2026-7, 20 jan 2026" in page
    listed = window.get(reverse("client_acts", args=[known])).content.decode()
    assert f"Zorgverlener: {people.owner.name}" in listed
    assert "Welke versie: 1 jan 2020" in listed


def test_only_who_sees_the_whole_file_gets_a_receipt(
    known: UUID, enter: Enter, staff: StaffMaker, organisation: Organisation
) -> None:
    with tenancy.within(organisation.id):
        tip = bytes(Entry.objects.get(chain_id=known, seq=1).tip).hex()
    address = reverse("client_act", args=[known, 1])
    whole = staff("coordinator", "administration")
    limited = enter(staff("administration")).get(address).content.decode()
    assert tip not in limited
    with tenancy.within(organisation.id):
        from nakomen.record.models import Team, TeamMember

        team = Team.objects.create(organisation=organisation, name="Noord")
        for member in (whole, *type(whole).objects.filter(name="Eva Eigenaar")):
            TeamMember.objects.create(organisation=organisation, team=team, staff=member)
    assert tip in enter(whole).get(address).content.decode()


def test_a_correction_shows_what_holds_now_and_what_stood_there(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    record(organisation, known, now, act("act.corrected", "2026-03-01", act="ind", fields={"number": "W2"}))
    window = enter(people.owner)
    page = window.get(reverse("client_act", args=[known, 3])).content.decode()
    assert "W2" in page
    assert "eerst vastgelegd: W1" in page
    assert "gecorrigeerd" in window.get(reverse("client_acts", args=[known])).content.decode()
    correction = window.get(reverse("client_act", args=[known, 6])).content.decode()
    assert "W2" in correction
    assert reverse("act_correct", args=[known, 6]) not in correction


def test_a_retracted_act_is_marked_and_cannot_be_changed_again(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    record(organisation, known, now, act("act.retracted", "2026-03-01", act="ind"))
    window = enter(people.owner)
    page = window.get(reverse("client_act", args=[known, 3])).content.decode()
    assert "ten onrechte vastgelegd" in page
    assert reverse("act_retract", args=[known, 3]) not in page
    assert "ingetrokken" in window.get(reverse("client_acts", args=[known])).content.decode()


# --- the log --------------------------------------------------------------------------------------------------------


def test_the_log_tells_in_words_who_looked_and_why(
    known: UUID, enter: Enter, people: People, staff: StaffMaker
) -> None:
    enter(people.owner).get(reverse("client", args=[known]))
    assert enter(people.owner).get(reverse("client_log", args=[known])).status_code == 403
    enter(people.colleague).get(reverse("client", args=[known]))
    page = enter(staff("quality")).get(reverse("client_log", args=[known])).content.decode()
    assert "Eva Eigenaar (zorgverlener)" in page
    assert "zorgrelatie" in page
    assert "gegevens van de cliënt inzien (ingezien)" in page


def test_the_board_reads_the_log_without_learning_who_the_client_is(
    known: UUID, enter: Enter, staff: StaffMaker
) -> None:
    page = enter(staff("board")).get(reverse("client_log", args=[known])).content.decode()
    assert "Cliënt van wie u de naam niet mag zien" in page
    assert "Zoetemelk" not in page


def test_the_log_goes_on_to_older_pages(known: UUID, enter: Enter, staff: StaffMaker, now: datetime) -> None:
    member = staff("quality")
    window = enter(member)
    address = reverse("client_log", args=[known])
    for _ in range(51):
        window.get(address)
    page = window.get(address).content.decode()
    assert "Ouder" in page
    before = page.split('href="?before=')[1].split('"')[0]
    older = window.get(address, {"before": before}).content.decode()
    assert "Nieuwste" in older
    assert window.get(address, {"before": "x" * 30}).status_code == 200


def test_a_very_long_text_stands_whole_on_the_page_of_its_act_only(
    known: UUID, enter: Enter, people: People, organisation: Organisation, now: datetime
) -> None:
    long = "woord " * 3_000
    record(organisation, known, now, *(act("information.requested", "2026-03-02", topic=long) for _ in range(20)))
    window = enter(people.owner)
    listed = window.get(reverse("client_acts", args=[known])).content
    assert len(listed) < 60_000
    assert b"woord woord" in listed
    whole = window.get(reverse("client_act", args=[known, place(organisation, known)])).content.decode()
    assert long.strip() in whole
