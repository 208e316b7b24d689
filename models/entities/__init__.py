"""The tables of a workspace, one module per part of the vocabulary."""

from models.entities.activity import QualificationAnswer, Task, Touch
from models.entities.appointments import Appointment, Attendee, PreparationItem
from models.entities.base import Base, Recorded
from models.entities.deals import Deal
from models.entities.definitions import (
    AgreementTerm,
    Criterion,
    Definitions,
    GateRule,
    ReasonCode,
    ScoreRule,
    ScriptQuestion,
    Stage,
    StageDefinition,
)
from models.entities.exchange import (
    ExportRun,
    HiddenBatch,
    ImportBatch,
    RememberedMapping,
    StagedUpdate,
)
from models.entities.fields import CustomField, CustomValue
from models.entities.forecasting import Forecast, Scenario, Target
from models.entities.leads import ExternalKey, Handoff, Lead, SavedView, StageMove
from models.entities.log import BatchImage, Change, ChangeRow, Device
from models.entities.marketing import Campaign, CampaignSpend, Channel, InterestEvent
from models.entities.people import Company, Contact, DistinctPair, DoNotContact, MergedRow
from models.entities.reading import LeadCard, SearchPending
from models.entities.settings import ExchangeRate, Setting
from models.entities.team import MemberRole, TeamMember, TimeOff, WorkingHours

__all__ = [
    "AgreementTerm",
    "Appointment",
    "Attendee",
    "Base",
    "BatchImage",
    "Campaign",
    "CampaignSpend",
    "Change",
    "ChangeRow",
    "Channel",
    "Company",
    "Contact",
    "Criterion",
    "CustomField",
    "CustomValue",
    "Deal",
    "Definitions",
    "Device",
    "DistinctPair",
    "DoNotContact",
    "ExchangeRate",
    "ExportRun",
    "ExternalKey",
    "Forecast",
    "GateRule",
    "Handoff",
    "HiddenBatch",
    "ImportBatch",
    "InterestEvent",
    "Lead",
    "LeadCard",
    "MemberRole",
    "MergedRow",
    "PreparationItem",
    "QualificationAnswer",
    "ReasonCode",
    "Recorded",
    "RememberedMapping",
    "SavedView",
    "Scenario",
    "ScoreRule",
    "ScriptQuestion",
    "SearchPending",
    "Setting",
    "Stage",
    "StageDefinition",
    "StageMove",
    "StagedUpdate",
    "Target",
    "Task",
    "TeamMember",
    "TimeOff",
    "Touch",
    "WorkingHours",
]
