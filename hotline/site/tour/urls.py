"""Addresses of the tour."""

from django.urls import path

from hotline.site.tour import views

app_name = "tour"
urlpatterns = [
    path("tour/", views.tour, name="tour"),
    path("tour/enter/", views.enter, name="enter"),
]
