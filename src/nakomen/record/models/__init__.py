"""The tables of the record, a module per subject."""

from nakomen.record.models.access import AccessEntry, CareRelation, EmergencyAccess, Occasion, SupervisorGrant
from nakomen.record.models.background import Sweep, Turn, Worker
from nakomen.record.models.copies import BalanceCopy, ClientCard, DutyCopy, SearchWord
from nakomen.record.models.desk import CalendarFeed, Draft, Figures, SavedFilter
from nakomen.record.models.ledger import Chain, Checkpoint, Entry, Leaf, Payload, Receipt
from nakomen.record.models.organisation import ConditionsVersion, Municipality, Organisation, Service, Team
from nakomen.record.models.outgoing import DeadTask, Delivery, OutgoingMail, Webhook
from nakomen.record.models.people import ApiToken, ClientPerson, Invitation, StaffMember, TeamMember, User
from nakomen.record.models.registers import (
    ClientProperty,
    Competence,
    Document,
    Equipment,
    EquipmentCheck,
    Instruction,
    KeyCopy,
    Material,
)
from nakomen.record.models.sharing import SharedCache

__all__ = [
    "AccessEntry",
    "ApiToken",
    "BalanceCopy",
    "CalendarFeed",
    "CareRelation",
    "Chain",
    "Checkpoint",
    "ClientCard",
    "ClientPerson",
    "ClientProperty",
    "Competence",
    "ConditionsVersion",
    "DeadTask",
    "Delivery",
    "Document",
    "Draft",
    "DutyCopy",
    "EmergencyAccess",
    "Entry",
    "Equipment",
    "EquipmentCheck",
    "Figures",
    "Instruction",
    "Invitation",
    "KeyCopy",
    "Leaf",
    "Material",
    "Municipality",
    "Occasion",
    "Organisation",
    "OutgoingMail",
    "Payload",
    "Receipt",
    "SavedFilter",
    "SearchWord",
    "Service",
    "SharedCache",
    "StaffMember",
    "SupervisorGrant",
    "Sweep",
    "Team",
    "TeamMember",
    "Turn",
    "User",
    "Webhook",
    "Worker",
]
