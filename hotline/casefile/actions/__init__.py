"""The one door by which the case file is written. Stages call these and nothing else."""

from hotline.casefile.refusals import ChangedMeanwhile, NoSuchCase, StandsMerged

from .afterwards import (
    AlreadyReplied,
    NotAnsweredYet,
    WindowClosed,
    add_pictures,
    ask_reporter,
    hear_reporter,
    rate,
    rate_incident,
    say_not_done,
    write_reporter,
)
from .afterwards import reply as reply_question
from .answers import NeverPublished, NotReplied, PartsOpen, WordsMissing, answer_at_once
from .answers import correct as correct_answer
from .answers import draft as draft_answer
from .answers import publish as publish_answer
from .answers import send as send_answer
from .attaching import (
    NoSuchAttachment,
    Picture,
    keep_evidence,
    keep_picture,
    publish_picture,
    sweep_loose,
    withdraw_picture,
)
from .blocking import (
    AlreadyBlocked,
    ColleaguesPoint,
    DaysNotAllowed,
    MayNotLift,
    NeverWrote,
    NoSuchSender,
    NotBlocked,
    NotHeld,
    block_sender,
    count_held,
    forget_erased_senders,
    let_through,
    lift_block,
    prolong_block,
    take_up,
)
from .calendar import NotLookedAt, apply_calendar, drop_calendar, propose_calendar
from .clocks import MayNotPause, pause_clock, resume_clock
from .commenting import comment_declined, comment_published, comment_written
from .commitments import NotWaiting, approve_commitment, decline_commitment, end_overrun, file_commitment
from .contactjoins import NotJoined, join_contacts, part_contacts
from .contacts import Erased, ReasonMissing, erase_contact
from .deliveries import MOST_ALONE, NotSetAside, OpenedFor, RawDelivery, open_delivery
from .deliveries import give_back as give_deliveries_back
from .deliveries import keep_all as keep_deliveries
from .deliveries import lease as lease_deliveries
from .deliveries import lease_alone as lease_delivery_alone
from .deliveries import mark_read as mark_delivery_read
from .deliveries import mark_unreadable as mark_delivery_unreadable
from .deliveries import put_off as put_delivery_off
from .deliveries import read_again as read_delivery_again
from .deliveries import row as delivery_row
from .deliveries import still_kept as delivery_still_kept
from .directives import (
    Order,
    accept_directive,
    answer_directive,
    lift_directive,
    record_decision,
    send_back_directive,
)
from .dossiers import MOST_ENCLOSED, open_dossier, submit_dossier, withdraw_dossier, write_dossier
from .drafting import NotTheLead, propose_answer
from .dunning import DeadlineMoved, Owed, ask_for_call, hold_deadline, log_call, remind_of_period, tell_of_deadline
from .examining import EvidenceRefused
from .explaining import (
    AskedAlready,
    DateMissing,
    DossierTellsWho,
    Explained,
    ExplanationLapsed,
    NobodyNamed,
    ask_explanation,
    ask_explanation_for,
    explain,
)
from .following import follow_master
from .followpublic import follow_public, rebuild_public
from .forwardnew import forward_new
from .handingdown import accept_under, hand_down, return_under, take_back
from .holding import hold_automatic
from .incoming import (
    begin_conversation,
    end_conversation,
    hand_silent_over,
    hold_sender,
    hold_senders,
    keep_asking,
    opt_in,
    opt_out,
    record_receipt,
    send_another_way,
    settle_incoming,
    settle_sender,
    tell_point,
    write_down,
)
from .intakekeys import forget_keys
from .joining import open_as_same
from .merging import merge_requests, undo_merge, undo_merges
from .messages import NotDead, mark_case_sent, mark_dead, mark_point_sent, mark_retry, mark_sent
from .messages import give_back as give_messages_back
from .messages import lease as lease_messages
from .messages import revive as revive_message
from .messages import strays as stray_messages
from .naming import SupervisorUnnames, UnknownAgency, name_agency
from .open_request import KeyReused, KindNotAllowed, PlaceMissing, UnknownStream, open_request
from .parts import (
    AlreadyOnIt,
    LeadTaken,
    NoLead,
    NothingToForward,
    accept_result,
    assign_inside,
    file_progress,
    file_result,
    forward,
    propose,
    return_result,
    withdraw,
)
from .parts import accept as accept_part
from .phonecodes import NothingProved, ask_phone_code, forget_phone_codes, try_phone_code, withdraw_number
from .proof import MOST_COUNTED, MOST_FINE, EvidenceHeld, EvidenceMissing, Figures
from .proposing import AgencyNamed, UnknownService
from .recounting import preview_on, recount_on
from .recurring import NotARecurrence, deny_recurrence, link_recurrence, restore_recurrence
from .reindexing import addresses_to_reindex, reindex_addresses
from .returning import NotSupervisorsYet, decide_whose, return_part, settle_return
from .revealing import USABLE, AlreadyAsked, AlreadyDecided, OwnAsking, SecondPersonNeeded, ask_reveal, decide_reveal, log_reveal
from .reviving import revive_messages
from .scoping import set_scope
from .screening import (
    UnknownReason,
    accept,
    approve_public_words,
    ask,
    recategorise,
    reconsider,
    refuse,
    relocate,
    set_agency_words,
    set_level,
    verify,
)
from .sealevents import seal_batch
from .setups import count_refused, set_up_channel
from .smsparts import PartsTogether, add_part, forget_parts, lone_parts
from .splitting import Matter, NothingToSplit, split_request
from .streaming import join_stream, leave_stream
from .succeeding import Carried, NotBetweenThese, carry_out_succession, settle_succession, succession_on
from .underneath import PartsUnderOpen, UnderAnother
from .urgency import say_emergency
from .withdrawing import DirectiveStands

__all__ = [
    "MOST_ALONE",
    "MOST_COUNTED",
    "MOST_ENCLOSED",
    "MOST_FINE",
    "USABLE",
    "AgencyNamed",
    "AlreadyAsked",
    "AlreadyBlocked",
    "AlreadyDecided",
    "AlreadyOnIt",
    "AlreadyReplied",
    "AskedAlready",
    "Carried",
    "ChangedMeanwhile",
    "ColleaguesPoint",
    "DateMissing",
    "DaysNotAllowed",
    "DeadlineMoved",
    "DirectiveStands",
    "DossierTellsWho",
    "Erased",
    "EvidenceHeld",
    "EvidenceMissing",
    "EvidenceRefused",
    "Explained",
    "ExplanationLapsed",
    "Figures",
    "KeyReused",
    "KindNotAllowed",
    "LeadTaken",
    "Matter",
    "MayNotLift",
    "MayNotPause",
    "NeverPublished",
    "NeverWrote",
    "NoLead",
    "NoSuchAttachment",
    "NoSuchCase",
    "NoSuchSender",
    "NobodyNamed",
    "NotARecurrence",
    "NotAnsweredYet",
    "NotBetweenThese",
    "NotBlocked",
    "NotDead",
    "NotHeld",
    "NotJoined",
    "NotLookedAt",
    "NotReplied",
    "NotSetAside",
    "NotSupervisorsYet",
    "NotTheLead",
    "NotWaiting",
    "NothingProved",
    "NothingToForward",
    "NothingToSplit",
    "OpenedFor",
    "Order",
    "Owed",
    "OwnAsking",
    "PartsOpen",
    "PartsTogether",
    "PartsUnderOpen",
    "Picture",
    "PlaceMissing",
    "RawDelivery",
    "ReasonMissing",
    "SecondPersonNeeded",
    "StandsMerged",
    "SupervisorUnnames",
    "UnderAnother",
    "UnknownAgency",
    "UnknownReason",
    "UnknownService",
    "UnknownStream",
    "WindowClosed",
    "WordsMissing",
    "accept",
    "accept_directive",
    "accept_part",
    "accept_result",
    "accept_under",
    "add_part",
    "add_pictures",
    "addresses_to_reindex",
    "answer_at_once",
    "answer_directive",
    "apply_calendar",
    "approve_commitment",
    "approve_public_words",
    "ask",
    "ask_explanation",
    "ask_explanation_for",
    "ask_for_call",
    "ask_phone_code",
    "ask_reporter",
    "ask_reveal",
    "assign_inside",
    "begin_conversation",
    "block_sender",
    "carry_out_succession",
    "comment_declined",
    "comment_published",
    "comment_written",
    "correct_answer",
    "count_held",
    "count_refused",
    "decide_reveal",
    "decide_whose",
    "decline_commitment",
    "delivery_row",
    "delivery_still_kept",
    "deny_recurrence",
    "draft_answer",
    "drop_calendar",
    "end_conversation",
    "end_overrun",
    "erase_contact",
    "explain",
    "file_commitment",
    "file_progress",
    "file_result",
    "follow_master",
    "follow_public",
    "forget_erased_senders",
    "forget_keys",
    "forget_parts",
    "forget_phone_codes",
    "forward",
    "forward_new",
    "give_deliveries_back",
    "give_messages_back",
    "hand_down",
    "hand_silent_over",
    "hear_reporter",
    "hold_automatic",
    "hold_deadline",
    "hold_sender",
    "hold_senders",
    "join_contacts",
    "join_stream",
    "keep_asking",
    "keep_deliveries",
    "keep_evidence",
    "keep_picture",
    "lease_deliveries",
    "lease_delivery_alone",
    "lease_messages",
    "leave_stream",
    "let_through",
    "lift_block",
    "lift_directive",
    "link_recurrence",
    "log_call",
    "log_reveal",
    "lone_parts",
    "mark_case_sent",
    "mark_dead",
    "mark_delivery_read",
    "mark_delivery_unreadable",
    "mark_point_sent",
    "mark_retry",
    "mark_sent",
    "merge_requests",
    "name_agency",
    "open_as_same",
    "open_delivery",
    "open_dossier",
    "open_request",
    "opt_in",
    "opt_out",
    "part_contacts",
    "pause_clock",
    "preview_on",
    "prolong_block",
    "propose",
    "propose_answer",
    "propose_calendar",
    "publish_answer",
    "publish_picture",
    "put_delivery_off",
    "rate",
    "rate_incident",
    "read_delivery_again",
    "rebuild_public",
    "recategorise",
    "reconsider",
    "record_decision",
    "record_receipt",
    "recount_on",
    "refuse",
    "reindex_addresses",
    "relocate",
    "remind_of_period",
    "reply_question",
    "restore_recurrence",
    "resume_clock",
    "return_part",
    "return_result",
    "return_under",
    "revive_message",
    "revive_messages",
    "say_emergency",
    "say_not_done",
    "seal_batch",
    "send_another_way",
    "send_answer",
    "send_back_directive",
    "set_agency_words",
    "set_level",
    "set_scope",
    "set_up_channel",
    "settle_incoming",
    "settle_return",
    "settle_sender",
    "settle_succession",
    "split_request",
    "stray_messages",
    "submit_dossier",
    "succession_on",
    "sweep_loose",
    "take_back",
    "take_up",
    "tell_of_deadline",
    "tell_point",
    "try_phone_code",
    "undo_merge",
    "undo_merges",
    "verify",
    "withdraw",
    "withdraw_dossier",
    "withdraw_number",
    "withdraw_picture",
    "write_dossier",
    "write_down",
    "write_reporter",
]
