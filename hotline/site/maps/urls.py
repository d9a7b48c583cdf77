"""The addresses of the map."""

from django.urls import path

from hotline.site.maps import views

urlpatterns = [
    path("map/base.json", views.base, name="map_base"),
]
