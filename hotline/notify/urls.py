"""Addresses of the messages' staff page."""

from django.urls import path

from hotline.notify import views

app_name = "notify"
urlpatterns = [
    path("notify/outbox/", views.outbox, name="outbox"),
    path("notify/outbox/revive/", views.revive_all, name="revive-all"),
    path("notify/dead/", views.dead, name="dead"),
    path("notify/dead/<int:message_id>/revive/", views.revive, name="revive"),
]
