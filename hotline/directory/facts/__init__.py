"""What the directory tells the rest of Hotline: frozen facts, in the words of the signed profile."""

from .agencies import DunningFacts, FocalFacts, LeadersFacts, UnitFacts, UnitKind
from .centre import CentreFacts, EmergencyFacts, ReachFacts, ReachKind, ShiftFacts, StreamFacts
from .city import CityFacts, PublicFacts, VersionFacts, WindowFacts
from .offer import AttributeFacts, GroupFacts, OutcomeFacts, Sealed, ServiceFacts
from .places import AreaFacts, AreaKind, FormerAreaFacts, SuccessionFacts
from .whole import Directory
from .wordings import (
    AnswerTemplateFacts,
    ProviderTemplate,
    ReasonFacts,
    ReasonUse,
    SourceFacts,
    TemplateParameter,
    Text,
    TextChannel,
    Wording,
)

__all__ = [
    "AnswerTemplateFacts",
    "AreaFacts",
    "AreaKind",
    "AttributeFacts",
    "CentreFacts",
    "CityFacts",
    "Directory",
    "DunningFacts",
    "EmergencyFacts",
    "FocalFacts",
    "FormerAreaFacts",
    "GroupFacts",
    "LeadersFacts",
    "OutcomeFacts",
    "ProviderTemplate",
    "PublicFacts",
    "ReachFacts",
    "ReachKind",
    "ReasonFacts",
    "ReasonUse",
    "Sealed",
    "ServiceFacts",
    "ShiftFacts",
    "SourceFacts",
    "StreamFacts",
    "SuccessionFacts",
    "TemplateParameter",
    "Text",
    "TextChannel",
    "UnitFacts",
    "UnitKind",
    "VersionFacts",
    "WindowFacts",
    "Wording",
]
