"""Reading the case file: frozen facts, no rows. Who may ask is `hotline.casefile.access`'s business."""

from .answered import answered_lately
from .automatic import to_forward_automatically
from .case_file import case_file
from .links import link_of, reference_by_link, request_id_of
from .outgoing import Recipient, answer_words, question_words, reason_of_event, recipient_of
from .pictures import PictureRow, picture_by_key, public_picture
from .public import PublicCase, open311_requests, public_case, public_cases
from .queues import DeskRow, QueueRow, operator_queue, queue_stamp, returned_parts, synthesis_queue
from .standing import PartStanding, standing_parts
from .watching import OverdueRow, RefusedRow, overdue_clocks, refused_cases

__all__ = [
    "DeskRow",
    "OverdueRow",
    "PartStanding",
    "PictureRow",
    "PublicCase",
    "QueueRow",
    "Recipient",
    "RefusedRow",
    "answer_words",
    "answered_lately",
    "case_file",
    "link_of",
    "open311_requests",
    "operator_queue",
    "overdue_clocks",
    "picture_by_key",
    "public_case",
    "public_cases",
    "public_picture",
    "question_words",
    "queue_stamp",
    "reason_of_event",
    "recipient_of",
    "reference_by_link",
    "refused_cases",
    "request_id_of",
    "returned_parts",
    "standing_parts",
    "synthesis_queue",
    "to_forward_automatically",
]
