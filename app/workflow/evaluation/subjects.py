"""Of whom figures are told 考评对象: an area with all below it, a unit, a worker; and by category or channel."""

from enum import StrEnum


class SubjectKind(StrEnum):
    AREA = "area"  # 网格、村社区、乡镇街道、区县, each with its centre 中心
    UNIT = "unit"  # 部门、站所
    WORKER = "worker"  # 网格员 and whoever else works
    CATEGORY = "category"  # 大类、小类
    CHANNEL = "channel"  # 渠道


class Grain(StrEnum):
    """How much time one sum covers."""

    DAY = "day"
    MONTH = "month"
