"""The Django app of the people who work with Hotline."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Users, memberships and what happened to them."""

    name = "hotline.people"
    label = "people"
