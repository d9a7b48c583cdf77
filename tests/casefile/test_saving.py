"""Columns that are saved by a statement of our own are saved as Django saves them."""

import pytest
from django.utils import timezone

from hotline.casefile.actions.saving import insert_row, save_columns
from hotline.casefile.models import Assignment, Clock, Note
from hotline.casefile.refusals import NoSuchCase
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")


def test_values_of_every_kind_are_read_back_and_nothing_else_changes() -> None:
    clock = Clock.objects.get(pk=make.case(make.report(now=timezone.now())).clocks[0].id)
    clock.derivation, clock.due_at, clock.purpose = {"minutes": 3, "words": "nửa giờ"}, timezone.now(), "đổi"
    clock.calendar = "not saved"
    save_columns(clock, "derivation", "due_at", "purpose")
    again = Clock.objects.get(pk=clock.pk)
    assert (again.derivation, again.due_at, again.purpose) == (clock.derivation, clock.due_at, clock.purpose)
    assert again.calendar != "not saved"


def test_a_column_that_has_a_word_of_sql_for_its_name() -> None:
    opened = make.forwarded(now=timezone.now())
    clock = Clock.objects.filter(request_id=opened.request_id).earliest("id")
    save_columns(clock, "state", "left")
    assert Clock.objects.get(pk=clock.pk).left == clock.left


def test_a_reference_is_saved_and_taken_away() -> None:
    part = Assignment.objects.get(pk=make.lead(make.forwarded(now=timezone.now())).id)
    part.returned_to_id = part.unit_id
    save_columns(part, "returned_to")
    assert Assignment.objects.get(pk=part.pk).returned_to_id == part.unit_id
    part.returned_to = None
    save_columns(part, "returned_to")
    assert Assignment.objects.get(pk=part.pk).returned_to_id is None


def test_a_row_that_is_gone_is_no_success() -> None:
    part = Assignment.objects.get(pk=make.lead(make.forwarded(now=timezone.now())).id)
    part.pk = 0
    with pytest.raises(NoSuchCase):
        save_columns(part, "state")


def test_a_new_row_has_every_column_and_its_number() -> None:
    part = Assignment.objects.get(pk=make.lead(make.forwarded(now=timezone.now())).id)
    note = Note(request_id=part.request_id, part=part, words="Chờ xe cẩu", written_at=timezone.now())
    number = insert_row(note)
    again = Note.objects.get(pk=number)
    names = [field.attname for field in Note._meta.concrete_fields]
    assert [getattr(again, name) for name in names] == [getattr(note, name) for name in names]
    assert (note.pk, note._state.adding) == (number, False)


def test_json_and_nothing_in_a_new_row() -> None:
    old = Clock.objects.filter(request_id=make.forwarded(now=timezone.now()).request_id).earliest("id")
    old.pk = None
    old.derivation, old.left = {"words": "nửa giờ"}, None
    again = Clock.objects.get(pk=insert_row(old))
    assert (again.derivation, again.left) == ({"words": "nửa giờ"}, None)
