"""Character bigrams of Chinese and other text: what search asks for, and how alike two descriptions are."""

from collections.abc import Set as AbstractSet
from math import sqrt

from app.text.folding import folded

#: Characters that carry grammar or courtesy: a pair with one of them does not tell of a matter.
_GRAMMAR = frozenset(
    "的了是在我们你您他它这那有和与就不都也很到要去会着没还让被把对为以及但而因所或并"
    "且从向等之其将能可于吗呢吧啊呀么请谢好一个"
)
#: Pairs that stand in every other complaint.
_EVERYWHERE = """
部门 领导 政府 小区 问题 严重 希望 相关 业主 解决 关部 居民 影响 已经 公司 情况 时间 工作 进行 生活 安全 多次
人员 处理 百姓 无法 尊敬 街道 投诉 建设 环境 管理 本人 人民 通过 目前 导致 社区 如果 部分 造成 任何 开始 规定
回复 自己 电话 老百 知道 时候 每天 周边 书记 正常 市政 反映 中心 至今 晚上 建议 隐患 非常 重视 应该 合理 经过
附近 单位 发现 直接 结果 地方 经常 实际 发生 甚至 根本 尽快 出现 基本 方便 群众 市民
"""
_COMMON = frozenset(_EVERYWHERE.split())
_PUNCTUATION = frozenset(",:;?!()~")
_DAMPING = 5  # two texts of a few characters share one pair by chance: it must not make them half alike


def bigrams(*texts: str | None) -> list[str]:
    """The distinct pairs of neighbouring characters of texts, folded; sorted."""
    return sorted({pair for text in texts for pair in _pairs(text or "")})


def asked(text: str) -> list[str]:
    """The pairs by which a text is looked for: not those across a comma, unless it has no others.

    Punctuation is written in two widths all over; what was stored before width made no difference is found all the
    same, and need not be stored anew for that.
    """
    pairs = bigrams(text)
    return [pair for pair in pairs if not _is_punctuated(pair)] or pairs


def lacks(stored: AbstractSet[str], *texts: str | None) -> bool:
    """Whether these pairs, stored for the texts, lack one that may be asked for."""
    return any(pair not in stored and not _is_punctuated(pair) for pair in bigrams(*texts))


def telling(*texts: str | None) -> dict[str, None]:
    """The bigrams that tell of a matter, in the order of the texts: none from mere courtesy."""
    return {pair: None for text in texts for pair in _pairs(text or "") if _tells(pair)}


def _pairs(text: str) -> list[str]:
    told = folded(text)
    return [told[start : start + 2] for start in range(len(told) - 1)]


def _is_punctuated(pair: str) -> bool:
    """Of a full stop only one in a number counts: others come of an ellipsis."""
    if "." in pair:
        return not (pair.isascii() and pair.replace(".", "").isalnum())
    return not _PUNCTUATION.isdisjoint(pair)


def _tells(pair: str) -> bool:
    first, second = pair[0], pair[1]
    return (
        _is_word(first)
        and _is_word(second)
        and first not in _GRAMMAR
        and second not in _GRAMMAR
        and pair not in _COMMON
    )


def _is_word(character: str) -> bool:
    """Han characters are words also where they are newer than the tables of this Python, or private."""
    return character.isalnum() or "\U00020000" <= character < "\U00040000" or "\ue000" <= character <= "\uf8ff"


def similarity(ones: AbstractSet[str], others: AbstractSet[str]) -> float:
    """How alike two sets of bigrams are, from 0 to below 1: the cosine, damped where the sets are small."""
    return len(ones & others) / sqrt((len(ones) + _DAMPING) * (len(others) + _DAMPING))
