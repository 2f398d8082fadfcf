"""How the choice of 最美家庭 is said in words, so that everybody knows the rule before and after."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from app.workflow.households.terms import PointsListLabel, TieRule

TIE_RULE_WORDS: Mapping[TieRule, tuple[str, str]] = MappingProxyType(
    {
        TieRule.FEWEST_DEDUCTED: ("扣分少者在前", "the one with less deducted comes first"),
        TieRule.MOST_AWARDS: ("加分次数多者在前", "the one with more awards comes first"),
        TieRule.FIRST_REACHED: ("先达到该分者在前", "the one whose points were reached first comes first"),
    }
)
#: The least telling first: a list may say less than the village allows, and never more.
_TELLING = (PointsListLabel.NUMBER, PointsListLabel.MASKED_NAME, PointsListLabel.NAME)


def tells_more(label: PointsListLabel, than: PointsListLabel) -> bool:
    """Whether a way to name households says more of them than another."""
    return _TELLING.index(label) > _TELLING.index(than)


def choice(titles: int, rules: Sequence[TieRule], *, deduction_bars: bool) -> tuple[str, str]:
    """The whole rule, in Chinese and English."""
    zh = [f"按年度积分取前 {titles} 户"]
    en = [f"the first {titles} by the points of the year"]
    for at, rule in enumerate(rules):
        words = TIE_RULE_WORDS[rule]
        zh.append(f"{'同分时' if at == 0 else '再相同时'}{words[0]}")
        en.append(f"{'of equals' if at == 0 else 'then'} {words[1]}")
    zh.append("仍相同的并列")
    en.append("who is still equal shares the title")
    if deduction_bars:
        zh.append("年内有扣分的不参评")
        en.append("a household with a deduction in the year is not among them")
    return "；".join(zh) + "。", "; ".join(en).capitalize() + "."
