"""Addresses of the overdue watch, the calls, and agencies' calendars."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from hotline.oversight.views import agency, boundaries, calls, dossiers, watch


class FeedTokenConverter(StringConverter):
    """The secret of a calendar."""

    regex = "[A-Za-z0-9_-]{43}"


register_converter(FeedTokenConverter, "feed_token")

app_name = "oversight"
urlpatterns = [
    path("watch/", watch.centre, name="watch"),
    path("watch/calls/", calls.listed, name="calls"),
    path("watch/calls/<int:call_id>/", calls.log, name="call"),
    path("supervisor/wards/", boundaries.figures, name="wards"),
    path("supervisor/wards.csv", boundaries.figures_csv, name="wards-csv"),
    path("synthesis/dossiers/", dossiers.listed, name="dossiers"),
    path("synthesis/dossiers/<int:dossier_id>/", dossiers.shown, name="dossier"),
    path("synthesis/dossiers/<int:dossier_id>/to-trinh.pdf", dossiers.paper, name="dossier-paper"),
    path("synthesis/dossiers/<int:dossier_id>/write/", dossiers.write, name="dossier-write"),
    path("synthesis/dossiers/<int:dossier_id>/withdraw/", dossiers.withdraw, name="dossier-withdraw"),
    path("synthesis/dossiers/<int:dossier_id>/decide/", dossiers.decide, name="dossier-decide"),
    *(
        path(
            f"synthesis/dossiers/<int:dossier_id>/directives/<int:directive_id>/{step}/",
            dossiers.judge,
            {"step": step},
            name=f"directive-{step}",
        )
        for step in ("accept", "return", "lift")
    ),
    path("oversight/<str:reference>/dossier/", dossiers.begin, name="dossier-begin"),
    path("agency/today/", agency.today, name="today"),
    path("agency/calendar/", agency.calendar, name="calendar"),
    path("agency/calendar/new/", agency.new_calendar, name="new-calendar"),
    path("agency/calendar/end/", agency.end_calendar, name="end-calendar"),
    path("calendar/<feed_token:token>.ics", agency.feed, name="feed"),
]
