"""Addresses of the components' pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("ui/", views.for_citizens, name="furniture"),
    path("ui/staff/", views.for_staff, name="furniture-staff"),
]
