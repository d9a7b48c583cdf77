"""Tables of the case file. Only `hotline.casefile` imports them; everybody else reads facts and calls actions."""

from .answers import Answer, AnswerVersion
from .attachments import Attachment
from .blocks import SenderRuling
from .clocks import Clock
from .commitments import Commitment
from .complaints import Explanation, RevealAsked
from .contactjoins import ContactJoin, PhoneCode
from .contacts import Contact, ContactPoint, Reporter
from .conversation import Note, Question
from .deliveries import Delivery, IntakeKey
from .directives import Directive, Dossier, Position
from .events import Event, Seal
from .incoming import ChannelSetup, Conversation, Incoming, OptOut, RefusedDeliveries
from .merges import Merge, Rating
from .messages import Message
from .parts import Assignment
from .publicentries import PublicEntry, PublicFollowing
from .recounts import MovedDeadline, Recount
from .recurrences import Recurrence, RecurrenceFollowing
from .requests import ServiceRequest
from .smsparts import InboundPart, SentPart
from .successions import CaseSuccession, PartSuccession, SuccessionPass

__all__ = [
    "Answer",
    "AnswerVersion",
    "Assignment",
    "Attachment",
    "CaseSuccession",
    "ChannelSetup",
    "Clock",
    "Commitment",
    "Contact",
    "ContactJoin",
    "ContactPoint",
    "Conversation",
    "Delivery",
    "Directive",
    "Dossier",
    "Event",
    "Explanation",
    "InboundPart",
    "Incoming",
    "IntakeKey",
    "Merge",
    "Message",
    "MovedDeadline",
    "Note",
    "OptOut",
    "PartSuccession",
    "PhoneCode",
    "Position",
    "PublicEntry",
    "PublicFollowing",
    "Question",
    "Rating",
    "Recount",
    "Recurrence",
    "RecurrenceFollowing",
    "RefusedDeliveries",
    "Reporter",
    "RevealAsked",
    "Seal",
    "SenderRuling",
    "SentPart",
    "ServiceRequest",
    "SuccessionPass",
]
