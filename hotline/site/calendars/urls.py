"""Addresses of the working calendars."""

from django.urls import path

from hotline.site.calendars import views

app_name = "calendars"
urlpatterns = [
    path("staff/calendars/", views.calendars, name="calendars"),
    path("staff/calendars/<slug:code>/", views.calendar, name="calendar"),
    path("staff/calendars/<slug:code>/change/", views.change, name="change"),
    path("staff/calendars/decisions/<int:decision_id>/", views.decision, name="decision"),
    path("staff/calendars/decisions/<int:decision_id>/moved.part", views.progress, name="progress"),
    path("staff/calendars/decisions/<int:decision_id>/apply/", views.apply, name="apply"),
    path("staff/calendars/decisions/<int:decision_id>/drop/", views.drop, name="drop"),
]
