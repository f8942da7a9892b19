"""The addresses of the installation, each by name; what a name asks for stands in doors.py.

allauth's own pages are listed one by one: what is not here (making an account, changing addresses, linking accounts)
cannot be reached.
"""

from allauth.account import views as account
from allauth.idp.oidc import views as idp
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as oidc
from allauth.usersessions import views as usersessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from nakomen.web import errors, pages
from nakomen.web.accounts import invitations, views
from nakomen.web.api import api

_password: list[URLPattern | URLResolver] = [
    path("change/", account.password_change, name="account_change_password"),
    path("set/", account.password_set, name="account_set_password"),
    path("reset/", account.password_reset, name="account_reset_password"),
    path("reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("reset/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]
_factors: list[URLPattern | URLResolver] = [
    path("", factors.index, name="mfa_index"),
    path("authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("reauthenticate/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("app/add/", totp.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("passkeys/reauthenticate/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("passkeys/<int:pk>/edit/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", views.RemovePasskeyView.as_view(), name="mfa_remove_webauthn"),
]
_account: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("reauthenticate/provider/", views.fresh_oidc, name="fresh_oidc"),
    path("sessions/", usersessions.list_usersessions, name="usersessions_list"),
    path("provider/cancelled/", social.login_cancelled, name="socialaccount_login_cancelled"),
    path("provider/error/", social.login_error, name="socialaccount_login_error"),
    path("oidc/<slug:provider_id>/login/", oidc.login, name="openid_connect_login"),
    path("oidc/<slug:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("password/", include(_password)),
    path("factors/", include(_factors)),
]
# Of the own OpenID Connect provider only what another system needs to fetch its token (client credentials).
_identity: list[URLPattern | URLResolver] = [
    path("", include(([path("o/api/token", idp.token, name="token")], "oidc"), namespace="oidc"))
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.start, name="start"),
    path("confirmed/", pages.confirmed, name="confirmed"),
    path("account/", pages.account, name="own_account"),
    path("organisations/", pages.organisations, name="organisations"),
    path("account/", include(_account)),
    path("invitation/", invitations.invitation, name="invitation"),
    path("invitation/<uuid:organisation>/<str:token>", invitations.invitation_link, name="invitation_link"),
    path("language/", views.language, name="language"),
    path("healthz", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    path("api/v1/", api.urls),
    path("", include("nakomen.web.desk.today.urls")),
    path("", include("nakomen.web.desk.clients.urls")),
    path("", include("nakomen.web.desk.acts.urls")),
    path("", include("nakomen.web.desk.guided.urls")),
    path("", include("nakomen.web.desk.powers.urls")),
    path("", include("nakomen.web.desk.overview.urls")),
    path("", include("nakomen.web.desk.registers.urls")),
    path("", include("nakomen.web.desk.settings.urls")),
    path("", include("nakomen.web.public.urls")),
    path("identity/", include((_identity, "idp"), namespace="idp")),
]

handler400 = errors.bad_request
handler403 = errors.refused
handler404 = errors.not_found
handler429 = errors.too_many
handler500 = errors.failed
