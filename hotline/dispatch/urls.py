"""Addresses of the agencies' interface, and of the pages where its keys are given."""

from functools import partial

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from hotline.dispatch import views
from hotline.dispatch.api import views as api
from hotline.dispatch.api.bearing import by_method
from hotline.dispatch.api.steps import STEPS


class ApiPhotoConverter(StringConverter):
    """The key of a photo."""

    regex = "[0-9a-f]{32}"


register_converter(ApiPhotoConverter, "api_photo")

_ROOT = "api/agency/v1"
app_name = "dispatch"
urlpatterns = [
    path(f"{_ROOT}/openapi.json", api.openapi, name="openapi"),
    path(f"{_ROOT}/codes", by_method({"GET": api.codes}), name="codes"),
    path(f"{_ROOT}/directives", by_method({"GET": api.directives}), name="directives"),
    path(f"{_ROOT}/explanations", by_method({"GET": api.explanations}), name="explanations"),
    path(
        f"{_ROOT}/explanations/<int:explanation_id>",
        by_method({"GET": api.explanation, "POST": api.explain}),
        name="explanation",
    ),
    path(f"{_ROOT}/parts", by_method({"GET": api.parts}), name="parts"),
    path(f"{_ROOT}/parts/<int:part_id>", by_method({"GET": api.part}), name="part"),
    path(f"{_ROOT}/parts/<int:part_id>/photos", by_method({"POST": api.keep_photo}), name="keep-photo"),
    path(f"{_ROOT}/parts/<int:part_id>/photos/<api_photo:key>.jpg", by_method({"GET": api.photo}), name="photo"),
    *(
        path(f"{_ROOT}/parts/<int:part_id>/{name}", by_method({"POST": partial(api.step, name=name)}), name=f"step-{name}")
        for name in STEPS
    ),
    path("api/<path:address>", api.nothing, name="nothing"),
    path("systems/", views.systems, name="systems"),
    path("systems/keys/new/", views.new_token, name="new-token"),
    path("systems/keys/<int:token_id>/revoke/", views.revoke_token, name="revoke-token"),
    path("systems/new/", views.new_hook, name="new-hook"),
    path("systems/<int:hook_id>/", views.hook, name="hook"),
    path("systems/<int:hook_id>/end/", views.end_hook, name="end-hook"),
    path("systems/<int:hook_id>/try/", views.try_hook, name="try-hook"),
    path("systems/notices/<int:notice_id>/again/", views.replay, name="replay"),
]
