"""Django's settings for one installation, from the environment and the folder that NAKOMEN_HOME names.

Without any setting the installation is one folder: an SQLite database, the key store beside it, and secrets that were
made at the first use. Each variable that changes this is told in docs/reference/installation.md.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from nakomen.installation import database_url, home, mailer, number, secret_key

PACKAGE = Path(__file__).parent
HOME: Path = home(os.environ)
KEYS: Path = Path(os.environ.get("NAKOMEN_KEYS") or HOME / "keys")
"""The key store: a folder that belongs in no backup of the database."""
WITNESS: Path = HOME / "checkpoints"
"""Signed checkpoints once more, outside the database, so that a database cut back to an older state shows."""

SECRET_KEY = secret_key(os.environ, HOME)
DEBUG = False
ALLOWED_HOSTS = [
    name.strip() for name in os.environ.get("NAKOMEN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name.strip()
]
BASE_URL = os.environ.get("NAKOMEN_URL", "http://localhost:8000").rstrip("/")
"""Where people and webhooks' receivers find this installation; links in e-mail start with it."""
SECURE = BASE_URL.startswith("https://")

# --- what is kept ---------------------------------------------------------------------------------------------------

DATABASE_URL = database_url("DATABASE_URL", os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'record.sqlite3'}")
DATABASES: dict[str, Any] = {
    "default": {
        **dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True),
        "ATOMIC_REQUESTS": False,  # tenancy.within opens the transaction, with the organisation set in it
    }
}
ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if ON_SQLITE:
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
            " PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
        ),
    }
else:
    # The server then gets each value apart from the statement, and what it logs of one that fails holds none of them.
    DATABASES["default"].setdefault("OPTIONS", {})["server_side_binding"] = True
    # What a page asks it has asked before: from the fifth time on the server keeps how to find it, which is half of its
    # work for most pages. Behind a pooler that gives each transaction another connection it would not find it again.
    if os.environ.get("NAKOMEN_POOLER", "") != "yes":
        DATABASES["default"]["OPTIONS"]["prepare_threshold"] = 5
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "") and database_url(
    "DATABASE_OWNER_URL", os.environ["DATABASE_OWNER_URL"]
)
"""PostgreSQL only: who owns the tables and runs migrations. The role of DATABASE_URL owns nothing (RLS)."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "allauth.idp.oidc",
    "ninja",
    "django_htmx",
    "django_tasks_db",
    "nakomen.record",
    "nakomen.web",
]

# --- requests -------------------------------------------------------------------------------------------------------

MIDDLEWARE = [
    "nakomen.web.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "nakomen.web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "nakomen.web.again.AgainMiddleware",  # before the check of forms, to which it tells what was sent once more
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nakomen.web.sign_in.SignInMiddleware",
]
ROOT_URLCONF = "nakomen.web.urls"
WSGI_APPLICATION = "nakomen.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],  # before allauth's own, which it replaces in part
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nakomen.web.people.place_shown",
            ]
        },
    }
]

# What every process must know alike, such as how often somebody tried to sign in: a table, so that no server is needed.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

SESSION_COOKIE_NAME = "__Host-nakomen" if SECURE else "nakomen"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = 3600 * number(os.environ, "NAKOMEN_SESSION_HOURS", 12)
"""A session's longest life in seconds, however busy; sign_in.py also ends it after SESSION_IDLE without a request."""
SESSION_IDLE = 60 * number(os.environ, "NAKOMEN_IDLE_MINUTES", 30)
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_AGE = None
CSRF_TRUSTED_ORIGINS = [BASE_URL]
CSRF_FAILURE_VIEW = "nakomen.web.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "nakomen_language"
LANGUAGE_COOKIE_SECURE = SECURE
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 31_536_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie would show it to the network

SECURE_CSP = {
    "default-src": ["'self'"],
    "img-src": ["'self'", "data:"],  # the code that an authenticator app scans is drawn in the page
    "object-src": ["'none'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
}
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
# Not `no-referrer`: a browser then posts without its origin, and a forged post could no longer be told from a real one.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

PROXIES = number(os.environ, "NAKOMEN_PROXIES", 0)
"""How many proxies of one's own stand before this server; only so many entries of X-Forwarded-For are believed."""
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

WHITENOISE_USE_FINDERS = True  # the package's own files, without a command that copies them first
WHITENOISE_MAX_AGE = 3600

# --- logging --------------------------------------------------------------------------------------------------------

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "nakomen.web.logs.formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "nakomen": {"level": os.environ.get("NAKOMEN_LOG_LEVEL", "INFO")},
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}

# --- language and time ----------------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

LOCALE_PATHS = [PACKAGE / "web" / "locale"]

STATIC_URL = "static/"

# --- signing in -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "record.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
PASSWORD_RESET_TIMEOUT = 3600

ACCOUNT_ADAPTER = "nakomen.web.accounts.account_adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address gets here by an accepted invitation or by the keeper's own command
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
"""For how many seconds a sign-in counts as fresh, see web/fresh.py."""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE else "http"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
}
INVITATION_RATE_LIMITS = {"invitation": "20/m/ip"}

MFA_ADAPTER = "nakomen.web.accounts.factor_adapter.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be a step off; forms.py sees to it that a code works once all the same
MFA_TOTP_ISSUER = "Nakomen"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_FORMS = {
    "authenticate": "nakomen.web.accounts.forms.AuthenticateForm",
    "reauthenticate": "nakomen.web.accounts.forms.ReauthenticateForm",
}

SOCIALACCOUNT_ADAPTER = "nakomen.web.accounts.oidc_adapter.OidcAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form that leads to another site would need that site in the page's own policy
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "oidc"
OIDC_ISSUER = os.environ.get("NAKOMEN_OIDC_ISSUER", "").rstrip("/")
"""The organisation's own OpenID Connect provider for staff; without it nobody signs in through one."""
OIDC_MULTI_FACTOR = frozenset(os.environ.get("NAKOMEN_OIDC_MULTI_FACTOR", "mfa phr phrh").split())
"""Values of the claims `amr` and `acr` by which the provider says that it asked for more than one factor."""
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "staff",
                "name": os.environ.get("NAKOMEN_OIDC_NAME", "OpenID Connect"),
                "client_id": os.environ.get("NAKOMEN_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("NAKOMEN_OIDC_SECRET", ""),
                "settings": {
                    "server_url": OIDC_ISSUER,
                    # Domains whose addresses this provider vouches for where it does not say `email_verified`.
                    "verified_email": os.environ.get("NAKOMEN_OIDC_EMAIL_DOMAINS", "").split(),
                },
            }
        ],
    }

# --- in the background ----------------------------------------------------------------------------------------------

BROKER_URL = os.environ.get("NAKOMEN_BROKER_URL", "")
"""A Redis or Valkey that keeps the queue, `redis://…` or `rediss://…`; without it the database does."""
TASKS: dict[str, Any] = {
    "default": {"BACKEND": "nakomen.record.broker.BrokerBackend", "OPTIONS": {"url": BROKER_URL}}
    if BROKER_URL
    else {"BACKEND": "django_tasks_db.DatabaseBackend"}
}
WORKER_HEARTBEAT = float(os.environ.get("NAKOMEN_WORKER_HEARTBEAT", "10"))
"""Every so many seconds a worker gives a sign of life; after six without one, others take over what it had taken."""

# --- e-mail ---------------------------------------------------------------------------------------------------------

EMAIL_URL = os.environ.get("EMAIL_URL") or f"file://{HOME / 'mail'}"
"""Where e-mail goes; without it into a folder, so that nothing is lost and nothing leaves unnoticed."""
MAILERS: dict[str, Any] = {"default": mailer(EMAIL_URL)}
DEFAULT_FROM_EMAIL = os.environ.get("NAKOMEN_MAIL_FROM") or f"nakomen@{urlsplit(BASE_URL).hostname or 'localhost'}"

# --- other systems --------------------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000  # what a body of the API can have, and so any other
API_RATE = number(os.environ, "NAKOMEN_API_RATE", 600)
"""How many requests a minute a token can make."""
WEBHOOKS_TO_LOOPBACK = os.environ.get("NAKOMEN_WEBHOOKS_TO_LOOPBACK", "") == "yes"
"""Lets webhooks go to this machine itself, without TLS too: for trying things out only."""
