"""Addresses of the pages of deadlines."""

from django.urls import path

from hotline.site.rules import views

app_name = "rules"
urlpatterns = [
    path("staff/rules/", views.rules, name="rules"),
    path("staff/rules/<slug:code>/", views.rule, name="rule"),
    path("staff/rules/<slug:code>/preview/", views.preview, name="preview"),
    path("staff/rules/<slug:code>/add/", views.add, name="add"),
    path("staff/rules/<slug:code>/take-back/", views.take_back, name="take_back"),
]
