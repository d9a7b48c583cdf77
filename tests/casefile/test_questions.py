"""Questions that are worked out once are answered as Django answers them."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from hotline.casefile.models import Answer, Assignment, Clock, ServiceRequest
from hotline.core.status import Part
from hotline.rows.questions import Question
from tests import make

pytestmark = pytest.mark.usefixtures("city", "db")


def test_instances_with_every_column() -> None:
    question = Question(lambda request: Clock.objects.filter(request_id=request).exclude(state="ended").order_by("id"), int)
    for opened in (make.report(now=timezone.now()), make.report(now=timezone.now())):
        asked = Clock.objects.filter(request_id=opened.request_id).exclude(state="ended").order_by("id")
        columns = [field.attname for field in Clock._meta.concrete_fields]
        found = question.rows(opened.request_id)
        assert [[getattr(clock, name) for name in columns] for clock in found] == [
            list(row) for row in asked.values_list(*columns)
        ]
        assert found
        assert found[0].derivation["rule"] == found[0].rule, "JSON is read"
        assert not found[0]._state.adding


def test_columns_that_were_not_asked_for_are_read_when_they_are_wanted() -> None:
    question = Question(lambda request: ServiceRequest.objects.filter(pk=request).defer("words").select_for_update(), int)
    opened = make.report(now=timezone.now())
    found = question.first(opened.request_id)
    assert found is not None
    assert found.get_deferred_fields() == {"words"}
    assert found.words == ServiceRequest.objects.get(pk=opened.request_id).words


def test_tuples_values_and_none() -> None:
    opened = make.forwarded(now=timezone.now())
    mine = Question(lambda request, state: Assignment.objects.filter(request_id=request, state=state), int, str)
    pairs = Question(lambda request: Assignment.objects.filter(request_id=request).values_list("state", "unit_id"), int)
    states = Question(lambda request: Assignment.objects.filter(request_id=request).values_list("state", flat=True), int)
    part = make.lead(opened)
    assert pairs.rows(opened.request_id) == [("forwarded", part.unit_id)]
    assert states.rows(opened.request_id) == ["forwarded"]
    assert (states.first(opened.request_id), states.first(0)) == ("forwarded", None)
    assert (mine.any(opened.request_id, Part.FORWARDED), mine.any(opened.request_id, "done")) == (True, False)


def test_moments_and_one_value_twice() -> None:
    part = make.lead(make.forwarded(now=timezone.now()))
    assert part.forwarded_at is not None
    question = Question(
        lambda part, moment: Assignment.objects.filter(forwarded_at__gte=moment).filter(pk__gte=part, pk__lte=part), int, datetime
    )
    assert question.any(part.id, part.forwarded_at)
    assert not question.any(part.id, part.forwarded_at + timedelta(seconds=1))


def test_the_smallest_column_too() -> None:
    opened = make.answered(now=timezone.now())
    question = Question(lambda request, round_: Answer.objects.filter(request_id=request, round=round_), int, int)
    assert (question.any(opened.request_id, 1), question.any(opened.request_id, 2)) == (True, False)


def test_none_and_too_few_or_unused_values_are_mistakes() -> None:
    question = Question(lambda request: Assignment.objects.filter(request_id=request), int)
    for wrong in ((None,), (), (1, 2)):
        with pytest.raises(TypeError):
            question.rows(*wrong)
    with pytest.raises(TypeError):
        Question(lambda _request: Assignment.objects.all(), int).rows(1)
