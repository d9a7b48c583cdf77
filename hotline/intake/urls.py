"""The addresses of the report form. Open311's, which two stages share, are put together in `hotline.site.open311`."""

from django.urls import path

from hotline.intake.report import views
from hotline.intake.views import blocks
from hotline.intake.views.blocking import sender, take_back, through
from hotline.intake.views.opening import opened
from hotline.intake.views.pinning import place
from hotline.intake.views.receiving import receive
from hotline.intake.views.unread import again, deliveries
from hotline.intake.views.waiting import finish, put, waiting

urlpatterns = [
    path("in/<str:name>/", receive, name="receive"),
    path("place/<str:token>/", place, name="talk_place"),
    path("operator/messages/", waiting, name="operator-messages"),
    path("operator/messages/<int:number>/", finish, name="operator-talk"),
    path("operator/messages/m/<int:number>/", put, name="operator-message"),
    path("operator/senders/<int:number>/", sender, name="sender"),
    path("operator/senders/<int:number>/through/", through, name="sender-through"),
    path("operator/senders/<int:number>/lift/", take_back, name="sender-lift"),
    path("supervisor/blocks/", blocks.listed, name="blocks"),
    path("supervisor/blocks/<int:number>/", blocks.one, name="block"),
    path("supervisor/blocks/<int:number>/lift/", blocks.lift, name="block-lift"),
    path("supervisor/blocks/<int:number>/prolong/", blocks.prolong, name="block-prolong"),
    path("supervisor/blocks/<int:number>/photo/<str:key>.jpg", blocks.photo, name="block-photo"),
    path("supervisor/blocks/<int:number>/m/<int:message>/", blocks.take, name="block-take"),
    path("supervisor/deliveries/", deliveries, name="deliveries"),
    path("supervisor/deliveries/<int:number>/", opened, name="delivery"),
    path("supervisor/deliveries/<int:number>/again/", again, name="delivery-again"),
    path("report/", views.what, name="report"),
    path("services.json", views.find, name="find_services"),
    path("report/where/", views.where, name="report_where"),
    path("report/photos/", views.photos, name="report_photos"),
    path("report/photos/<str:key>.jpg", views.photo, name="report_photo"),
    path("report/who/", views.who, name="report_who"),
    path("report/sent/", views.sent, name="report_sent"),
]
