"""Addresses of signing in and of the administrator's pages of people."""

from allauth.account import views as allauth
from django.urls import include, path

from hotline.people import views
from hotline.people.guards import open_with_old_password, public, signed_in

# Only what is used of allauth: nobody signs up, resets or confirms anything by e-mail.
ACCOUNTS = [
    path("accounts/login/", public(allauth.login), name="account_login"),
    path("accounts/logout/", public(allauth.logout), name="account_logout"),
    path(
        "accounts/password/change/",
        signed_in(open_with_old_password(allauth.password_change)),
        name="account_change_password",
    ),
]
PEOPLE = [
    path("", views.people, name="people"),
    path("new/", views.new, name="new"),
    path("<int:user_id>/", views.person, name="person"),
    path("<int:user_id>/rename/", views.rename, name="rename"),
    path("<int:user_id>/roles/", views.grant, name="grant"),
    path("<int:user_id>/roles/<int:membership_id>/end/", views.revoke, name="revoke"),
    path("<int:user_id>/deactivate/", views.deactivate, name="deactivate"),
    path("<int:user_id>/reactivate/", views.reactivate, name="reactivate"),
    path("<int:user_id>/password/", views.password, name="password"),
]
urlpatterns = [
    *ACCOUNTS,
    path("staff/", views.landing, name="staff"),
    path("staff/people/", include((PEOPLE, "people"))),
]
