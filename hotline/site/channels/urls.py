"""Addresses of the channels' set-up."""

from django.urls import path

from hotline.site.channels import views

app_name = "channels"
urlpatterns = [
    path("staff/channels/", views.channels, name="channels"),
    path("staff/channels/senders/", views.choose, name="choose"),
    path("staff/channels/try/<str:channel>/", views.try_out, name="try"),
    path("staff/channels/tried/<int:number>/", views.tried, name="tried"),
    path("staff/channels/way/<str:name>/", views.way, name="way"),
]
