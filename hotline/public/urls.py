"""Addresses of the portal's reading side. Those of Open311, which two stages share, are put together in `hotline.site`."""

from django.urls import path, re_path

from hotline.public.views import cases, citymap, comments, follow, home, link, number, photos
from hotline.public.views.contact import contact

app_name = "public"
_LINK = r"^r/(?P<token>[A-Za-z0-9_-]{16,64})/"

urlpatterns = [
    path("", home.home, name="home"),
    path("follow/", follow.follow, name="follow"),
    path("near/", home.near, name="near"),
    path("contact/", contact, name="contact"),
    path("cases/", cases.listed, name="cases"),
    path("cases/feed.atom", cases.feed, name="feed"),
    path("cases/map/", citymap.city_map, name="map"),
    path("cases/map/points.json", citymap.points, name="points"),
    path("cases/<str:reference>/", cases.case, name="case"),
    path("cases/<str:reference>/comments/", comments.comment, name="comment"),
    path("synthesis/comments/", comments.desk, name="comments"),
    path("synthesis/comments/<int:comment_id>/publish/", comments.publish, name="publish-comment"),
    path("synthesis/comments/<int:comment_id>/decline/", comments.decline, name="decline-comment"),
    re_path(r"^media/(?P<key>[0-9a-f]{32})\.jpg$", photos.photo, name="photo"),
    re_path(_LINK + "$", link.mine, name="link"),
    re_path(_LINK + r"photo/(?P<key>[0-9a-f]{32})\.jpg$", link.photo, name="link-photo"),
    re_path(_LINK + "photos/$", link.add_photos, name="link-photos"),
    re_path(_LINK + r"reply/(?P<question_id>[0-9]{1,18})/$", link.reply, name="link-reply"),
    re_path(_LINK + r"rate/(?P<part_id>[0-9]{1,18})/$", link.rate, name="link-rate"),
    re_path(_LINK + "number/$", number.ask_number, name="link-number"),
    re_path(_LINK + "number/code/$", number.prove_number, name="link-code"),
    re_path(_LINK + "number/withdraw/$", number.withdraw_number, name="link-withdraw"),
    re_path(_LINK + "not-done/$", link.not_done, name="link-not-done"),
]
