"""The day job: a folder of orders settled on chain and reconciled."""

from alatau.day.config import (
    AssetConfig,
    LicenceConfig,
    ParticipantConfig,
    RegulatorConfig,
    TierCaps,
    ZoneConfig,
)
from alatau.day.inputs import Day, load_day
from alatau.day.orders import Mode, Order
from alatau.day.report import (
    AssetReport,
    DayReport,
    Group,
    OrderCounts,
    Refusal,
    Solvency,
    count_orders,
    group_orders,
)
from alatau.day.transfers import Transfer, TransferKind
from alatau.day.zone_file import load_zone
from alatau.program.enums import AssetClass, Role, Service

__all__ = [
    "AssetClass",
    "AssetConfig",
    "AssetReport",
    "Day",
    "DayReport",
    "Group",
    "LicenceConfig",
    "Mode",
    "Order",
    "OrderCounts",
    "ParticipantConfig",
    "Refusal",
    "RegulatorConfig",
    "Role",
    "Service",
    "Solvency",
    "TierCaps",
    "Transfer",
    "TransferKind",
    "ZoneConfig",
    "count_orders",
    "group_orders",
    "load_day",
    "load_zone",
]
