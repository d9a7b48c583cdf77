"""Addresses of a case's page: the operators' and the synthesis desk's."""

from django.urls import path

from . import views

urlpatterns = [
    path("operator/<str:reference>/", views.operator_case, name="operator-case"),
    path("synthesis/<str:reference>/", views.synthesis_case, name="synthesis-case"),
]
