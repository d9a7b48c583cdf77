"""Addresses of the demonstration's telephone."""

from django.urls import path

from hotline.site.phone import views

app_name = "phone"
urlpatterns = [
    path("phone/", views.phone, name="phone"),
    path("phone/<str:channel>/", views.screen, name="screen"),
    path("phone/<str:channel>/say/", views.say, name="say"),
]
