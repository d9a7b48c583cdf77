"""The addresses of the report form. Open311's, which two stages share, are put together in `hotline.site.open311`."""

from django.urls import path

from hotline.intake.report import views
from hotline.intake.views.pinning import place
from hotline.intake.views.receiving import receive

urlpatterns = [
    path("in/<str:name>/", receive, name="receive"),
    path("place/<str:token>/", place, name="talk_place"),
    path("report/", views.what, name="report"),
    path("services.json", views.find, name="find_services"),
    path("report/where/", views.where, name="report_where"),
    path("report/photos/", views.photos, name="report_photos"),
    path("report/photos/<str:key>.jpg", views.photo, name="report_photo"),
    path("report/who/", views.who, name="report_who"),
    path("report/sent/", views.sent, name="report_sent"),
]
