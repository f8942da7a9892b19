"""E-mail says only that something waits; it arrives once, is tried again, and is put away at last."""

import ssl
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings as django_settings
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from nakomen.installation import mailer
from nakomen.record import background, dead_letters, mail, tasks
from nakomen.record.actors import system
from nakomen.record.models import Organisation, OutgoingMail, User
from nakomen.record.tenancy import within
from tests.record.lives import REGISTERED, registered
from tests.record.mail_server import mail_server


def sending_to(settings: Settings, url: str) -> None:
    settings.MAILERS = {"default": mailer(url)}


@pytest.fixture
def told(organisation: Organisation, now: datetime) -> OutgoingMail:
    """An e-mail that waits to be sent to a member of the staff."""
    user = User.objects.create_user("eva@example.nl", name="Eva Eigenaar", language="nl")
    with within(organisation.id):
        return mail.tell(user, "waiting", "/werk/", now)


def reread(told: OutgoingMail) -> OutgoingMail:
    with within(told.organisation_id):
        found: OutgoingMail = OutgoingMail.objects.get(pk=told.pk)
    return found


def test_a_message_arrives_once_however_often_it_is_asked_for(
    told: OutgoingMail, now: datetime, settings: Settings
) -> None:
    with mail_server() as inbox:
        sending_to(settings, f"smtp+plain://127.0.0.1:{inbox.port}")
        for _ in range(3):
            assert mail.send(told.organisation_id, told.pk, now) is None
    [envelope] = inbox.messages
    assert envelope.rcpt_tos == ["eva@example.nl"]
    received = message_from_bytes(envelope.content, policy=policy.default)
    assert received["Subject"] == "Er staat iets voor u klaar"
    assert received["From"] == django_settings.DEFAULT_FROM_EMAIL
    assert received["Message-ID"] == f"<{told.pk}@localhost>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received.get_content_type() == "text/plain"
    assert "http://localhost:8000/werk/" in received.get_content()
    sent = reread(told)
    assert (sent.state, sent.sent_at, sent.link, sent.attempts) == ("sent", now, "", 1)


def test_a_user_is_told_in_the_user_s_own_language(
    organisation: Organisation, now: datetime, settings: Settings
) -> None:
    user = User.objects.create_user("sam@example.nl", name="Sam", language="en")
    with within(organisation.id):
        message = mail.message(mail.tell(user, "waiting", "/", now))
    assert message.subject == "Something is waiting for you"


def test_no_text_of_any_template_holds_anything_but_the_link(now: datetime) -> None:
    for name, in_languages in mail.texts().items():
        assert set(in_languages) == {"nl", "en"}, name
        for text in in_languages.values():
            assert text["body"].format(link="/there") == text["body"].replace("{link}", "/there")
            assert "{" not in text["subject"]


def test_nothing_of_a_client_is_in_what_goes_out(organisation: Organisation, now: datetime, settings: Settings) -> None:
    with within(organisation.id):
        client = registered(now, name="Kanarie Zoekmerk")
        sent = mail.tell("quality@example.nl", "review", "/beoordelen/", now)
    with mail_server() as inbox:
        sending_to(settings, f"smtp+plain://127.0.0.1:{inbox.port}")
        mail.send(organisation.id, sent.pk, now)
    [envelope] = inbox.messages
    for marker in (
        "Kanarie",
        "Zoekmerk",
        str(client),
        client.hex,
        str(REGISTERED["bsn"]),
        "Proefstraat",
        organisation.name,
    ):
        assert marker.encode() not in envelope.content


@pytest.mark.parametrize("link", ["https://elsewhere.example/", "//elsewhere.example/", "elders", ""])
def test_a_link_to_elsewhere_is_refused(organisation: Organisation, now: datetime, link: str) -> None:
    with within(organisation.id), pytest.raises(ValueError, match=r"^link: expected"):
        mail.tell("eva@example.nl", "waiting", link, now)


def test_an_unknown_text_is_refused_before_anything_waits(organisation: Organisation, now: datetime) -> None:
    with within(organisation.id), pytest.raises(KeyError):
        mail.tell("eva@example.nl", "chatter", "/", now)


def test_without_a_server_it_is_tried_again_and_at_last_put_away(
    told: OutgoingMail, now: datetime, settings: Settings
) -> None:
    with mail_server() as inbox:
        pass
    sending_to(settings, f"smtp+plain://127.0.0.1:{inbox.port}")
    moment, pauses = now, []
    for attempt in range(1, background.LIMIT):
        again = mail.send(told.organisation_id, told.pk, moment)
        assert again is not None
        assert reread(told).attempts == attempt
        assert mail.send(told.organisation_id, told.pk, moment) is None, "it came back before its time"
        pauses.append((again - moment).total_seconds())
        moment = again
    assert mail.send(told.organisation_id, told.pk, moment) is None
    assert all(
        0.75 * seconds <= pause <= 1.25 * seconds for pause, seconds in zip(pauses, (10, 40, 160, 640), strict=True)
    )
    assert reread(told).state == "dead"
    with within(told.organisation_id):
        [letter] = dead_letters.entries()
    assert (letter.task, letter.error, letter.attempts) == (mail.TASK, "ConnectionRefusedError", background.LIMIT)
    assert letter.arguments == {"organisation": str(told.organisation_id), "mail": str(told.pk)}


def test_a_dead_letter_that_is_tried_again_arrives(told: OutgoingMail, now: datetime, settings: Settings) -> None:
    test_without_a_server_it_is_tried_again_and_at_last_put_away(told, now, settings)
    with within(told.organisation_id):
        [letter] = dead_letters.entries()
        dead_letters.retry(letter.pk, system("command"), now)
    with mail_server() as inbox:
        sending_to(settings, f"smtp+plain://127.0.0.1:{inbox.port}")
        mail.send(told.organisation_id, told.pk, now + timedelta(days=1))
    assert len(inbox.messages) == 1


def test_an_e_mail_whose_worker_died_goes_when_its_claim_has_run_out(
    told: OutgoingMail, now: datetime, settings: Settings
) -> None:
    with within(told.organisation_id):
        OutgoingMail.objects.filter(pk=told.pk).update(next_at=now + mail.LEASE, attempts=1)
    with mail_server() as inbox:
        sending_to(settings, f"smtp+plain://127.0.0.1:{inbox.port}")
        mail.send(told.organisation_id, told.pk, now)
        assert inbox.messages == []
        mail.send(told.organisation_id, told.pk, now + mail.LEASE)
    assert len(inbox.messages) == 1


def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(
    told: OutgoingMail, now: datetime, settings: Settings, tmp_path: Path
) -> None:
    with mail_server(tls_context=own_certificate(tmp_path)) as inbox:
        sending_to(settings, f"smtp://127.0.0.1:{inbox.port}")
        assert mail.send(told.organisation_id, told.pk, now) is not None
    assert inbox.messages == []
    assert reread(told).last_error == "ssl.SSLCertVerificationError"


def own_certificate(folder: Path) -> ssl.SSLContext:
    """A TLS context of a server that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def test_without_a_setting_it_goes_into_a_folder(
    told: OutgoingMail, now: datetime, settings: Settings, tmp_path: Path
) -> None:
    sending_to(settings, f"file://{tmp_path / 'mail'}")
    mail.send(told.organisation_id, told.pk, now)
    [file] = (tmp_path / "mail").iterdir()
    assert b"To: eva@example.nl" in file.read_bytes()


def test_asking_for_an_e_mail_asks_for_its_task(told: OutgoingMail) -> None:
    [task] = DBTaskResult.objects.filter(task_path=tasks.send_mail.module_path)
    assert task.args_kwargs["kwargs"] == {"organisation": str(told.organisation_id), "mail": str(told.pk)}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "smtp://eva:a%40b@mail.example.nl:587",
            {
                "host": "mail.example.nl",
                "port": 587,
                "username": "eva",
                "password": "a@b",
                "use_tls": True,
                "use_ssl": False,
            },
        ),
        ("smtps://mail.example.nl", {"host": "mail.example.nl", "port": None, "use_tls": False, "use_ssl": True}),
        ("smtp+plain://localhost:25", {"host": "localhost", "use_tls": False, "use_ssl": False}),
    ],
)
def test_the_way_of_e_mail_is_read_from_an_address(url: str, expected: dict[str, object]) -> None:
    assert expected.items() <= mailer(url)["OPTIONS"].items()


@pytest.mark.parametrize(
    "url", ["smtp+plain://mail.example.nl", "http://mail.example.nl", "smtp://", "file://", "file://host/x", "secret"]
)
def test_another_address_is_refused_without_being_told(url: str) -> None:
    with pytest.raises(ValueError, match=r"^EMAIL_URL: expected") as refused:
        mailer(url)
    assert "mail.example.nl" not in str(refused.value)
