"""Addresses of the synthesis desk. The case's own page, /synthesis/<reference>/, is composed in site."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from hotline.answering.views import answer, media, public_copy, queue, results


class KeyConverter(StringConverter):
    """The key of a photo."""

    regex = "[0-9a-f]{32}"


register_converter(KeyConverter, "answering_key")

app_name = "answering"
urlpatterns = [
    path("synthesis/", queue.queue, name="queue"),
    path("synthesis/<str:reference>/photos/<answering_key:key>/", public_copy.photo, name="photo"),
    path("answering/<str:reference>/results/<int:part_id>/accept/", results.accept_result, name="accept_result"),
    path("answering/<str:reference>/results/<int:part_id>/return/", results.return_result, name="return_result"),
    path("answering/<str:reference>/draft/", answer.draft, name="draft"),
    path("answering/<str:reference>/publish/", answer.publish, name="publish"),
    path("answering/<str:reference>/correct/<int:answer_id>/", answer.correct, name="correct"),
    path("answering/<str:reference>/report/", public_copy.report, name="report"),
    path("answering/<str:reference>/photos/<answering_key:key>/cover/", public_copy.cover, name="cover_photo"),
    path("answering/<str:reference>/photos/<answering_key:key>/publish/", public_copy.publish_photo, name="publish_photo"),
    path("answering/<str:reference>/photos/<answering_key:key>/withdraw/", public_copy.withdraw_photo, name="withdraw_photo"),
    path("staff/photo/<answering_key:key>.jpg", media.staff_photo, name="staff_photo"),
    path("staff/photo/<answering_key:key>/public.jpg", media.staff_photo_public, name="staff_photo_public"),
]
