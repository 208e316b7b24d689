"""The tables of a workspace, one module per part of the vocabulary."""

from models.entities.activity import QualificationAnswer, Task, Touch
from models.entities.appointments import Appointment, Attendee, PreparationItem
from models.entities.base import Base, Recorded
from models.entities.cadences import Cadence, CadenceRun, CadenceStep, MessageTemplate
from models.entities.calendars import (
    BusyCalendar,
    CalendarMessage,
    MeetingKind,
    PreparationTemplate,
    SlotHold,
)
from models.entities.chances import LearnedChance, LearnedModel
from models.entities.deals import Deal
from models.entities.definitions import (
    AgreementTerm,
    Criterion,
    Definitions,
    GateRule,
    MeetingGateRule,
    OutcomeRule,
    ReasonCode,
    RoleDefinition,
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
from models.entities.leads import (
    ExternalKey,
    Handoff,
    Lead,
    Reopening,
    SavedView,
    StageMove,
)
from models.entities.log import BatchImage, Change, ChangeRow, Device
from models.entities.marketing import Campaign, CampaignSpend, Channel, InterestEvent
from models.entities.outbox import MailAccount, OutboxMessage
from models.entities.people import Company, Contact, DistinctPair, DoNotContact, MergedRow
from models.entities.queue import Claim, Snooze
from models.entities.reading import LeadCard, SearchPending
from models.entities.settings import ExchangeRate, Setting
from models.entities.team import BookingCredit, MemberRole, TeamMember, TimeOff, WorkingHours

__all__ = [
    "AgreementTerm",
    "Appointment",
    "Attendee",
    "Base",
    "BatchImage",
    "BookingCredit",
    "BusyCalendar",
    "Cadence",
    "CadenceRun",
    "CadenceStep",
    "CalendarMessage",
    "Campaign",
    "CampaignSpend",
    "Change",
    "ChangeRow",
    "Channel",
    "Claim",
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
    "LearnedChance",
    "LearnedModel",
    "MailAccount",
    "MeetingGateRule",
    "MeetingKind",
    "MemberRole",
    "MergedRow",
    "MessageTemplate",
    "OutboxMessage",
    "OutcomeRule",
    "PreparationItem",
    "PreparationTemplate",
    "QualificationAnswer",
    "ReasonCode",
    "Recorded",
    "RememberedMapping",
    "Reopening",
    "RoleDefinition",
    "SavedView",
    "Scenario",
    "ScoreRule",
    "ScriptQuestion",
    "SearchPending",
    "Setting",
    "SlotHold",
    "Snooze",
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
