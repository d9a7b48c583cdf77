"""Reading the case file: frozen facts, no rows. Who may ask is `hotline.casefile.access`'s business."""

from .answered import answered_lately
from .automatic import to_forward_automatically
from .case_file import case_file
from .citycounts import Span, counts_by_phase, counts_since
from .commitments import (
    Keeping,
    WaitingCommitment,
    count_waiting_commitments,
    keeping,
    overrun_lawfully,
    rules_that_allow,
    waiting_commitments,
)
from .disclosing import PublicCase
from .dossiers import (
    count_directed,
    count_to_decide,
    directives_of_part,
    dossier,
    dossiers_of,
    open_directives,
    open_dossiers,
)
from .entries import public_has_followed, public_turn
from .examples import Example, examples
from .happened import Touched, clocks_touched, record_horizon
from .inhand import InHand, Recipient, ToldCase, in_hand
from .ledger import ReturnRow, ToRule, UnitReturns, cases_to_rule, returns_by_unit, returns_lately, returns_of_case
from .likeness import LikeCase, counts_merged, likely_same
from .links import link_of, reference_by_link, references_of, request_id_of
from .merged import Behind, Incident, MergedReport, behind_masters, count_merged, incident_of, merged_under, ratings_of
from .narrowing import Bounds, Narrowing
from .outgoing import answer_words, question_words, reason_of_event
from .pictures import PictureRow, cases_with_photo_like, picture_by_key, public_picture
from .public import open311_requests, public_case
from .publiclikeness import Known, known_already
from .publiclist import COUNTED, PublicPage, count_public, public_cases
from .publicmap import MapCount, MapPoint, MapWindow, public_map
from .queues import (
    MOST_COUNTED,
    DeskRow,
    QueueRow,
    Waiting,
    operator_queue,
    queue_counts,
    queue_page,
    queue_stamp,
    returned_parts,
    synthesis_queue,
)
from .recounts import MOVED_PAGE, MovedRow, MovedSums, RecountFacts, moved_deadlines, moved_sums, recount_of, recounts
from .recurrences import ChainLink, RecurrenceFacts, chain_of, public_chain, recurrence_of
from .rowfacts import clock_name
from .standing import PartStanding, standing_parts
from .streams import StreamCounts, cases_among, picture_is_among, references_among, stream_counts
from .watching import OverdueRow, RefusedRow, overdue_clocks, refused_cases

__all__ = [
    "COUNTED",
    "MOST_COUNTED",
    "MOVED_PAGE",
    "Behind",
    "Bounds",
    "ChainLink",
    "DeskRow",
    "Example",
    "InHand",
    "Incident",
    "Keeping",
    "Known",
    "LikeCase",
    "MapCount",
    "MapPoint",
    "MapWindow",
    "MergedReport",
    "MovedRow",
    "MovedSums",
    "Narrowing",
    "OverdueRow",
    "PartStanding",
    "PictureRow",
    "PublicCase",
    "PublicPage",
    "QueueRow",
    "Recipient",
    "RecountFacts",
    "RecurrenceFacts",
    "RefusedRow",
    "ReturnRow",
    "Span",
    "StreamCounts",
    "ToRule",
    "ToldCase",
    "Touched",
    "UnitReturns",
    "Waiting",
    "WaitingCommitment",
    "answer_words",
    "answered_lately",
    "behind_masters",
    "case_file",
    "cases_among",
    "cases_to_rule",
    "cases_with_photo_like",
    "chain_of",
    "clock_name",
    "clocks_touched",
    "count_directed",
    "count_merged",
    "count_public",
    "count_to_decide",
    "count_waiting_commitments",
    "counts_by_phase",
    "counts_merged",
    "counts_since",
    "directives_of_part",
    "dossier",
    "dossiers_of",
    "examples",
    "in_hand",
    "incident_of",
    "keeping",
    "known_already",
    "likely_same",
    "link_of",
    "merged_under",
    "moved_deadlines",
    "moved_sums",
    "open311_requests",
    "open_directives",
    "open_dossiers",
    "operator_queue",
    "overdue_clocks",
    "overrun_lawfully",
    "picture_by_key",
    "picture_is_among",
    "public_case",
    "public_cases",
    "public_chain",
    "public_has_followed",
    "public_map",
    "public_picture",
    "public_turn",
    "question_words",
    "queue_counts",
    "queue_page",
    "queue_stamp",
    "ratings_of",
    "reason_of_event",
    "record_horizon",
    "recount_of",
    "recounts",
    "recurrence_of",
    "reference_by_link",
    "references_among",
    "references_of",
    "refused_cases",
    "request_id_of",
    "returned_parts",
    "returns_by_unit",
    "returns_lately",
    "returns_of_case",
    "rules_that_allow",
    "standing_parts",
    "stream_counts",
    "synthesis_queue",
    "to_forward_automatically",
    "waiting_commitments",
]
