"""For what the contact of a resident who adopted something is looked at; each look is logged with it."""

from enum import StrEnum


class AdopterPurpose(StrEnum):
    CONTACT_ADOPTER = "contact_adopter"  # 联系认领人
    VERIFY_ADOPTION = "verify_adoption"  # 核实认领情况
    COMMEND_ADOPTER = "commend_adopter"  # 表扬慰问
