"""Why reports cannot be merged, taken apart or linked to an earlier one, nor their people joined, for the person who tried."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from hotline.core.merging import NotMergeable
from hotline.core.persons import NotJoinable
from hotline.core.recurrence import NotLinked

MERGE_REFUSED: Mapping[NotMergeable, Promise] = {
    NotMergeable.NOTHING: gettext_lazy("Chưa chọn phản ánh nào để gộp."),
    NotMergeable.ITSELF: gettext_lazy("Không gộp được một phản ánh vào chính nó."),
    NotMergeable.CIRCLE: gettext_lazy("Phản ánh kia đang gộp vào phản ánh này nên không gộp ngược lại được. Hãy tách ra trước."),
    NotMergeable.ALREADY: gettext_lazy("Hai phản ánh này đã gộp với nhau rồi."),
    NotMergeable.ELSEWHERE: gettext_lazy("Có phản ánh đã gộp vào sự việc khác. Hãy tách ra trước."),
    NotMergeable.MASTER_MERGED: gettext_lazy("Phản ánh chính vừa được gộp vào sự việc khác. Hãy mở sự việc đó rồi gộp."),
    NotMergeable.MASTER_REFUSED: gettext_lazy("Phản ánh chính đã bị từ chối nên không gộp thêm được."),
    NotMergeable.MASTER_ANSWERED: gettext_lazy("Phản ánh chính đã trả lời người dân nên không gộp thêm được."),
    NotMergeable.REFUSED: gettext_lazy("Có phản ánh đã bị từ chối nên không gộp được."),
    NotMergeable.ANSWERED: gettext_lazy("Đã trả lời người dân nên không gộp hay tách được nữa."),
    NotMergeable.RESULT_FILED: gettext_lazy("Có phản ánh mà đơn vị đã gửi kết quả. Hãy trả lời riêng phản ánh đó."),
    NotMergeable.DOSSIER: gettext_lazy(
        "Có phản ánh đang trình Ủy ban nhân dân. Hãy gộp dưới phản ánh đó, hoặc thôi trình trước."
    ),
    NotMergeable.URGENT: gettext_lazy("Phản ánh khẩn không gộp dưới phản ánh thường. Hãy chọn phản ánh khẩn làm phản ánh chính."),
    NotMergeable.OTHER_AGENCY: gettext_lazy("Phản ánh về đơn vị chỉ gộp với phản ánh về đúng đơn vị đó."),
    NotMergeable.NOT_MERGED: gettext_lazy("Phản ánh này không gộp vào sự việc nào."),
}

LINK_REFUSED: Mapping[NotLinked, Promise] = {
    NotLinked.ITSELF: gettext_lazy("Một phản ánh không thể là lần tái diễn của chính nó."),
    NotLinked.ALREADY: gettext_lazy("Phản ánh này đã nối với việc cũ đó rồi."),
    NotLinked.LATER: gettext_lazy("Phản ánh kia đến sau trong cùng chuỗi tái diễn nên không nối ngược lại được."),
    NotLinked.REFUSED: gettext_lazy("Phản ánh đã bị từ chối nên không nối được."),
    NotLinked.GUARDED: gettext_lazy("Phản ánh về đơn vị không nối với phản ánh khác: người phản ánh được giữ kín."),
    NotLinked.NOT_HANDLED: gettext_lazy("Việc kia chưa được trả lời trước khi có phản ánh này. Nếu là cùng một việc, hãy gộp."),
}

JOIN_REFUSED: Mapping[NotJoinable, Promise] = {
    NotJoinable.ITSELF: gettext_lazy("Đây là chính phản ánh đang mở. Hãy ghi mã của phản ánh khác."),
    NotJoinable.ALREADY: gettext_lazy("Hai phản ánh này đã là của cùng một người."),
    NotJoinable.NOBODY: gettext_lazy("Có phản ánh không có cách liên lạc nào để nối."),
    NotJoinable.GUARDED: gettext_lazy("Có phản ánh mà người phản ánh được giữ kín nên không nối được."),
    NotJoinable.TOO_MANY: gettext_lazy("Đã nối quá nhiều cách liên lạc thành một người. Hãy xem lại, tách bớt rồi nối."),
}
