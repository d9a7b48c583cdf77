"""Fields that stages share: money as people write it, and what Django says of numbers in a Vietnamese that people speak."""

import pytest
from django import forms
from django.utils.translation import override

from hotline.ui.fields import MoneyField

SUMS = [
    ("2500000", 2_500_000),
    ("2.500.000", 2_500_000),
    ("2,500,000", 2_500_000),
    ("2 500 000", 2_500_000),
    ("2.500.000 đ", 2_500_000),
    ("2.500.000 đồng", 2_500_000),
    ("500.000 VNĐ", 500_000),
    ("0", 0),
    ("", None),
]
NO_SUMS = ["2,5", "1.50", "2.500.00", "hai triệu", "2.500,000", "1e6", "25.00.000"]


@pytest.mark.parametrize(("typed", "sum_"), SUMS)
def test_a_sum_is_read_as_people_write_it(typed: str, sum_: int | None) -> None:
    assert MoneyField(required=False).clean(typed) == sum_


@pytest.mark.parametrize("typed", NO_SUMS)
def test_what_could_be_several_sums_is_none(typed: str) -> None:
    with override("vi"), pytest.raises(forms.ValidationError, match=r"ví dụ 2\.500\.000"):
        MoneyField(required=False).clean(typed)


def test_less_than_nothing_is_refused() -> None:
    with override("vi"), pytest.raises(forms.ValidationError, match="Ít nhất là 0"):
        MoneyField(required=False, min_value=0).clean("-5")


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (forms.IntegerField(), "mười", "Hãy ghi một số nguyên."),
        (forms.IntegerField(), "", "Hãy điền chỗ này."),
        (forms.IntegerField(max_value=100), "101", "Nhiều nhất là 100."),
        (forms.IntegerField(min_value=1), "0", "Ít nhất là 1."),
        (forms.ChoiceField(choices=[("a", "a")]), "b", "Lựa chọn này không còn. Hãy chọn lại."),
        (forms.CharField(max_length=3), "dài quá", "Dài quá: chỉ được 3 ký tự, đang có 7."),
        (forms.DateField(), "31/02/2027", "Ngày này không có. Hãy kiểm tra lại."),
        (forms.EmailField(), "khong-co-a-cong", "Địa chỉ e-mail này không đúng. Ví dụ: ten@coquan.vn."),
    ],
)
def test_what_django_says_is_said_as_people_speak(field: forms.Field, typed: str, said: str) -> None:
    with override("vi"), pytest.raises(forms.ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [said]
