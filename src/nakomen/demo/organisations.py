"""The two fictitious providers of the demonstration, one under each packaged set of conditions.

Numbers of the chamber of commerce and of the care register are invented: they start with digits that are not issued.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from nakomen.demo.model import DemoOrganisation, DemoService, DemoStaff

CARE, SUPPORT = "wonder-2020", "zonl-thuisbegeleiding"
PUBLISHED = date(2020, 1, 1)


def organisations(today: date) -> tuple[DemoOrganisation, DemoOrganisation]:
    """The provider of care and the provider of support; staff were instructed some years before `today`."""
    return _linde(today), _venster(today)


def _linde(today: date) -> DemoOrganisation:
    instructed = today - timedelta(days=8 * 365)
    return DemoOrganisation(
        key="linde",
        name="Thuiszorg De Linde",
        kvk="00000140",
        agb="00750014",
        terms=CARE,
        published=PUBLISHED,
        settings={"payment_term": "P30D", "reasonable_notice": "P1M", "team_meeting_every": "P3M"},
        provider={
            "not_admitted": ["gespecialiseerde verpleging"],
            "contract_full": ["intensieve nachtzorg"],
            "no_expertise": ["beademing thuis"],
            "instructed": dict.fromkeys(("plan_rights", "confidentiality", "hygiene", "lifting"), instructed),
            "service_area": ["7411-7439", "8102-8112", "8121-8124"],
        },
        service_area=("7411-7439", "8102-8112", "8121-8124"),
        municipalities=(("0150", "Deventer"), ("0177", "Raalte"), ("1773", "Olst-Wijhe")),
        towns=(
            ("7415", "Deventer", "Deventer"),
            ("7423", "Deventer", "Deventer"),
            ("7437", "Bathmen", "Deventer"),
            ("8102", "Raalte", "Raalte"),
            ("8121", "Olst", "Olst-Wijhe"),
        ),
        teams=("Team Deventer", "Team Salland"),
        staff=(
            _staff("Hanneke Roskam", "directeur-bestuurder", "board"),
            _staff("Pieter Wolthuis", "medewerker cliëntadministratie", "administration"),
            _staff("Saskia Tolboom", "medewerker cliëntadministratie", "administration"),
            _staff("Ineke Brandsen", "wijkverpleegkundige", "coordinator", team="Team Deventer"),
            _staff("Rutger Elskamp", "wijkverpleegkundige", "coordinator", team="Team Salland"),
            _staff("Fatma Yildirim", "verzorgende IG", "care_professional", team="Team Deventer"),
            _staff("Joost Haverland", "verpleegkundige", "care_professional", team="Team Deventer"),
            _staff("Wilma Stegink", "verzorgende IG", "care_professional", team="Team Salland"),
            _staff("Darnell Pinas", "helpende", "care_professional", team="Team Salland"),
            _staff("Gerda Nijhoving", "klachtenfunctionaris", "complaints_officer"),
            _staff("Thomas Veldwachter", "kwaliteitsmedewerker", "quality"),
            _staff("Marleen Oosterbaan", "medewerker financiën", "finance"),
            _staff("Kees Rietdijk", "functioneel beheerder", "functional_administrator", "administration"),
            _staff("Yvonne Tersteeg", "toezichthouder inspectie", "supervisor"),
        ),
        services=(
            DemoService("Persoonlijke verzorging", "wlz", Decimal("64.20"), "exempt", additional=False, remote=False),
            DemoService("Verpleging", "zvw", Decimal("78.60"), "exempt", additional=False, remote=False),
            DemoService("Huishoudelijke hulp", "client", Decimal("38.40"), "included", additional=False, remote=False),
            DemoService("Extra verzorging", "client", Decimal("58.80"), "included", additional=True, remote=False),
            DemoService("Beeldzorg", "wlz", Decimal("52.80"), "exempt", additional=False, remote=True),
        ),
    )


def _venster(today: date) -> DemoOrganisation:
    instructed = today - timedelta(days=8 * 365)
    return DemoOrganisation(
        key="venster",
        name="Thuisbegeleiding Het Venster",
        kvk="00000271",
        agb="00980027",
        terms=SUPPORT,
        published=PUBLISHED,
        settings={"complaint_term": "P6W", "plan_soon": "P6W"},
        provider={"instructed": {"reporting_code": instructed}},
        service_area=("8301-8317", "8331-8356", "7941-7949"),
        municipalities=(("0171", "Noordoostpolder"), ("1708", "Steenwijkerland"), ("0119", "Meppel")),
        towns=(
            ("8302", "Emmeloord", "Noordoostpolder"),
            ("8316", "Marknesse", "Noordoostpolder"),
            ("8331", "Steenwijk", "Steenwijkerland"),
            ("8355", "Giethoorn", "Steenwijkerland"),
            ("7943", "Meppel", "Meppel"),
        ),
        teams=("Team Polder", "Team Kop"),
        staff=(
            _staff("Loes Hartgerink", "bestuurder", "board"),
            _staff("Bram Uiterwijk", "medewerker cliëntadministratie", "administration"),
            _staff("Nadia Bouzian", "coördinator begeleiding", "coordinator", team="Team Polder"),
            _staff("Gijs Korterink", "coördinator begeleiding", "coordinator", team="Team Kop"),
            _staff("Esther Dalmolen", "thuisbegeleider", "care_professional", team="Team Polder"),
            _staff("Youssef Amrani", "thuisbegeleider", "care_professional", team="Team Polder"),
            _staff("Marit Schipper", "thuisbegeleider", "care_professional", team="Team Kop"),
            _staff("Sven Ruitenberg", "ambulant begeleider", "care_professional", team="Team Kop"),
            _staff("Anja Kuipersma", "klachtenbemiddelaar", "complaints_officer"),
            _staff("Wouter Zandstra", "kwaliteitsmedewerker", "quality"),
            _staff("Petra Loohuis", "medewerker financiën", "finance"),
            _staff("Dewi Sastro", "functioneel beheerder", "functional_administrator"),
            _staff("Henk Mulderij", "toezichthouder gemeente", "supervisor"),
        ),
        services=(
            DemoService("Individuele begeleiding", "wmo", Decimal("71.40"), "exempt", additional=False, remote=False),
            DemoService("Extra begeleiding", "client", Decimal("48.00"), "exempt", additional=True, remote=False),
            DemoService("Begeleiding op afstand", "wmo", Decimal("57.60"), "exempt", additional=False, remote=True),
        ),
    )


def _staff(name: str, function: str, *roles: str, team: str | None = None) -> DemoStaff:
    first, _, last = name.partition(" ")
    code = f"{first[0]}{last}".lower().replace(" ", "")
    return DemoStaff(code, name, f"{first}.{last}@example.nl".lower().replace(" ", ""), function, roles, team)
