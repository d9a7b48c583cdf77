"""The addresses of the map."""

from django.urls import path

from hotline.site.maps import views

urlpatterns = [
    path("map/base.json", views.base, name="map_base"),
    path("map/place", views.place, name="map_place"),
    path("map/search", views.search, name="map_search"),
    path("map/tiles/<int:z>/<int:x>/<int:y>.png", views.tile, name="map_tile"),
]
