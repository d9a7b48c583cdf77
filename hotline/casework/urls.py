"""Addresses of the agency's desk."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from hotline.casework import explanationviews, supervision, views
from hotline.casework.below import BELOW_STEPS
from hotline.casework.steps import STEPS


class KeyConverter(StringConverter):
    """The key of a photo."""

    regex = "[0-9a-f]{32}"


class TokenConverter(StringConverter):
    """A signed token."""

    regex = "[A-Za-z0-9_:=-]{8,400}"


register_converter(KeyConverter, "photo_key")
register_converter(TokenConverter, "kept_token")

app_name = "casework"
urlpatterns = [
    path("supervisor/commitments/", supervision.commitments, name="commitments"),
    path("casework/<str:reference>/commitments/<int:commitment_id>/approve/", supervision.approve, name="approve"),
    path("casework/<str:reference>/commitments/<int:commitment_id>/decline/", supervision.decline, name="decline"),
    path("agency/", views.desk, name="desk"),
    path("agency/directives/", views.directives, name="directives"),
    path("agency/commitments/", views.commitments, name="own-commitments"),
    path("agency/explanations/", explanationviews.explanations, name="explanations"),
    path("agency/explanations/<int:explanation_id>/", explanationviews.explanation, name="explanation"),
    path("agency/<int:part_id>/", views.case, name="case"),
    path("agency/<int:part_id>/photo/<photo_key:key>.jpg", views.photo, name="photo"),
    path("agency/<int:part_id>/kept/<kept_token:token>.jpg", views.kept, name="kept"),
    *(path(f"agency/<int:part_id>/{name}/", views.step, {"name": name}, name=name) for name in STEPS),
    *(
        path(f"agency/<int:part_id>/below/<int:under_id>/{name}/", views.below, {"name": name}, name=f"below-{name}")
        for name in BELOW_STEPS
    ),
]
