"""Addresses of the overdue watch, the calls, and agencies' calendars."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from hotline.oversight.views import agency, boundaries, calls, watch


class FeedTokenConverter(StringConverter):
    """The secret of a calendar."""

    regex = "[A-Za-z0-9_-]{43}"


register_converter(FeedTokenConverter, "feed_token")

app_name = "oversight"
urlpatterns = [
    path("watch/", watch.centre, name="watch"),
    path("watch/calls/", calls.listed, name="calls"),
    path("watch/calls/<int:call_id>/", calls.log, name="call"),
    path("watch/wards/", boundaries.figures, name="wards"),
    path("watch/wards.csv", boundaries.figures_csv, name="wards-csv"),
    path("agency/today/", agency.today, name="today"),
    path("agency/calendar/", agency.calendar, name="calendar"),
    path("agency/calendar/new/", agency.new_calendar, name="new-calendar"),
    path("agency/calendar/end/", agency.end_calendar, name="end-calendar"),
    path("calendar/<feed_token:token>.ics", agency.feed, name="feed"),
]
