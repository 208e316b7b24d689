"""Row ids by kind, so that a lead's id cannot be handed in where a stage's is meant.

An id is never reused inside one workspace file. Between files (and in the change log) rows are
named by their UUID instead; `ENTITY_BY_ID` in `models.history.arguments` translates.
"""

from typing import NewType

MemberId = NewType("MemberId", int)
CompanyId = NewType("CompanyId", int)
ContactId = NewType("ContactId", int)
LeadId = NewType("LeadId", int)
ChannelId = NewType("ChannelId", int)
CampaignId = NewType("CampaignId", int)
StageId = NewType("StageId", int)
StageMoveId = NewType("StageMoveId", int)
TaskId = NewType("TaskId", int)
AppointmentId = NewType("AppointmentId", int)
AttendeeId = NewType("AttendeeId", int)
PreparationId = NewType("PreparationId", int)
DealId = NewType("DealId", int)
ScenarioId = NewType("ScenarioId", int)
ForecastId = NewType("ForecastId", int)
CustomFieldId = NewType("CustomFieldId", int)
HandoffId = NewType("HandoffId", int)
TimeOffId = NewType("TimeOffId", int)
ViewId = NewType("ViewId", int)
MeetingKindId = NewType("MeetingKindId", int)
PreparationTemplateId = NewType("PreparationTemplateId", int)
BusyCalendarId = NewType("BusyCalendarId", int)
CalendarMessageId = NewType("CalendarMessageId", int)
CadenceId = NewType("CadenceId", int)
CadenceRunId = NewType("CadenceRunId", int)
TemplateId = NewType("TemplateId", int)
SnoozeId = NewType("SnoozeId", int)
OutboxId = NewType("OutboxId", int)
MailAccountId = NewType("MailAccountId", int)
BookingCreditId = NewType("BookingCreditId", int)
ChangeId = NewType("ChangeId", int)
BatchId = NewType("BatchId", int)
