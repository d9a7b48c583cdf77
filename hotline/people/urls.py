"""Addresses of signing in, of one's own account, and of the administrator's pages of people."""

from allauth.account import views as allauth
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from django.urls import include, path

from hotline.people.guards import View, fresh, open_without_second_step, public, signed_in
from hotline.people.views import account, people


def _own(view: View) -> View:
    """Guard a page of one's own second steps: open before there is one, after showing again who one is."""
    return signed_in(open_without_second_step(fresh(view)))


# Only what is used of allauth: nobody signs up, resets or confirms anything by e-mail. The names are allauth's.
ACCOUNTS = [
    path("accounts/login/", public(allauth.login), name="account_login"),
    path("accounts/login/second/", public(second.authenticate), name="mfa_authenticate"),
    path("accounts/login/passkey/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("accounts/logout/", public(allauth.logout), name="account_logout"),
    path("accounts/start/", account.start, name="start"),
    path("accounts/start/<str:code>/", account.start, name="start_with"),
    path("accounts/confirm/", account.confirm, name="account_reauthenticate"),
    path(
        "accounts/password/change/",
        signed_in(open_without_second_step(account.nothing_by_password(allauth.password_change))),
        name="account_change_password",
    ),
]
SECURITY = [
    path("", account.security, name="mfa_index"),
    path("", account.security, name="mfa_list_webauthn"),
    path("app/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("app/remove/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("passkeys/add/", _own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/", _own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("passkeys/<int:pk>/remove/", _own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("codes/", _own(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("codes/new/", _own(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("sessions/end/", account.end_other_sessions, name="end_other_sessions"),
    path("sessions/<int:sign_in_id>/end/", account.end_session, name="end_session"),
]
PEOPLE = [
    path("", people.people, name="people"),
    path("new/", people.new, name="new"),
    path("sessions/", people.open_sessions, name="sessions"),
    path("<int:user_id>/", people.person, name="person"),
    path("<int:user_id>/rename/", people.rename, name="rename"),
    path("<int:user_id>/roles/", people.grant, name="grant"),
    path("<int:user_id>/roles/<int:membership_id>/end/", people.revoke, name="revoke"),
    path("<int:user_id>/deactivate/", people.deactivate, name="deactivate"),
    path("<int:user_id>/reactivate/", people.reactivate, name="reactivate"),
    path("<int:user_id>/link/", people.link, name="link"),
    path("<int:user_id>/factors/remove/", people.remove_factors, name="remove_factors"),
    path("<int:user_id>/sessions/end/", people.end_sessions, name="end_sessions"),
]
urlpatterns = [
    *ACCOUNTS,
    path("accounts/security/", include(SECURITY)),
    path("staff/", people.landing, name="staff"),
    path("staff/people/", include((PEOPLE, "people"))),
]
