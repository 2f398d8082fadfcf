"""The words of a village's points 文明积分: what a rule does, what the ledger holds, how votes count."""

from enum import StrEnum


class PointsRuleKind(StrEnum):
    """What a rule of the village does."""

    AWARD = "award"  # 奖
    DEDUCT = "deduct"  # 罚


class LedgerKind(StrEnum):
    """Why the ledger 积分流水 has an entry; none is ever changed, and each is the only one of its cause."""

    AWARD = "award"  # 加分
    DEDUCTION = "deduction"  # 扣分
    CORRECTION = "correction"  # 更正: what was written wrongly, put right by its difference
    REVERSAL = "reversal"  # 申诉改判: a deduction that an appeal undid, all of it or a part
    REDEMPTION = "redemption"  # 兑换
    RETURN = "return"  # 退兑: what was redeemed and came back
    PASSED_ON = "passed_on"  # 分户转出
    RECEIVED = "received"  # 分户转入


#: What counts for the year of a household; what is spent, or divided between households, makes nobody better or worse.
OF_THE_YEAR = frozenset({LedgerKind.AWARD, LedgerKind.DEDUCTION, LedgerKind.CORRECTION, LedgerKind.REVERSAL})


class ProposalState(StrEnum):
    OPEN = "open"  # 评议中
    PASSED = "passed"  # 通过
    REJECTED = "rejected"  # 未通过
    LAPSED = "lapsed"  # 未达法定人数
    WITHDRAWN = "withdrawn"  # 撤回


class VoteChoice(StrEnum):
    YES = "yes"  # 赞成
    NO = "no"  # 反对
    ABSTAIN = "abstain"  # 弃权


class VoteMajority(StrEnum):
    """Of those who said yes or no; who abstains is there and decides nothing."""

    MORE_THAN_HALF = "more_than_half"  # 过半数
    TWO_THIRDS = "two_thirds"  # 三分之二以上
    THREE_QUARTERS = "three_quarters"  # 四分之三以上


class PointsAppealState(StrEnum):
    OPEN = "open"  # 待裁定
    GRANTED = "granted"  # 申诉成立
    PARTLY = "partly"  # 部分成立
    REFUSED = "refused"  # 申诉不成立


class PointsListLabel(StrEnum):
    """How a published list names a household; the village decides."""

    NUMBER = "number"  # 户号
    MASKED_NAME = "masked_name"  # 户主姓名脱敏
    NAME = "name"  # 户主姓名


class PointsListKind(StrEnum):
    RANKING = "ranking"  # 积分榜
    ENTRIES = "entries"  # 积分明细公示


class TieRule(StrEnum):
    """What decides between households of equal points, the first that tells them apart."""

    FEWEST_DEDUCTED = "fewest_deducted"  # 扣分少者在前
    MOST_AWARDS = "most_awards"  # 加分次数多者在前
    FIRST_REACHED = "first_reached"  # 先达到该分者在前


class HouseholdRelation(StrEnum):
    """Of a member to the head of the household 户主."""

    HEAD = "head"  # 户主
    SPOUSE = "spouse"  # 配偶
    CHILD = "child"  # 子女
    PARENT = "parent"  # 父母
    OTHER = "other"  # 其他亲属
    TENANT = "tenant"  # 租住人员


class HouseholdKind(StrEnum):
    RESIDENT = "resident"  # 常住户
    TENANT = "tenant"  # 租住户
    COLLECTIVE = "collective"  # 集体户


class HouseholdEndReason(StrEnum):
    """Why a household is one of the village no longer."""

    MOVED = "moved"  # 迁出
    MERGED = "merged"  # 并户
    DISSOLVED = "dissolved"  # 销户
    MISTAKE = "mistake"  # 误建


class LookPurpose(StrEnum):
    """For what somebody looks at personal data unmasked; recorded with each look."""

    CONTACT = "contact"  # 联系住户
    VISIT = "visit"  # 上门走访
    VERIFY = "verify"  # 核对身份
    CORRECT = "correct"  # 更正档案
    APPEAL = "appeal"  # 办理申诉


class RedemptionState(StrEnum):
    MADE = "made"  # 已兑换
    RETURNED = "returned"  # 已退回


class StockMove(StrEnum):
    IN = "in"  # 入库
    OUT = "out"  # 出库: spoilt, lost or counted anew
    REDEEMED = "redeemed"  # 兑换
    RETURNED = "returned"  # 退兑
