"""Typical cases 典型案例 without people 脱敏: what is left of a text when nobody can be found by it.

Names that the case itself knows go wherever they stand; numbers of phones, papers, cars and flats by their form. What
is left an editor reads: a text may name somebody whom no record knows.
"""

import re
from collections.abc import Iterable

_HIDDEN = "某"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使领"
_FORMS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), "（邮箱略）"),
    (re.compile(rf"[{_PROVINCES}][A-Z]\s?[·•.]?\s?[A-Z0-9]{{5,6}}"), "（车牌略）"),
    (re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)"), "（证件号略）"),
    (re.compile(r"(?<![\d.])(?!\d{4}-\d{1,2}-\d{1,2})\+?\d(?:[\d\- ]{5,}\d)(?!\d)"), "（号码略）"),
    (
        re.compile(
            r"(?<![月\dA-Za-z])[A-Za-z\d一二三四五六七八九十百]+\s?(?:栋|幢|号楼|座|单元|室|房|号(?!线|文|令|公告))"
        ),
        _HIDDEN + "处",
    ),
    (re.compile(r"(?:微信|QQ|qq|VX|vx)号?[:：]?\s?[\w-]{5,}", re.ASCII), "（账号略）"),
    (re.compile(r"([\u4e00-\u9fff])(?:[\u4e00-\u9fff]{0,2})?(?=先生|女士|大爷|大妈|阿姨|老师|同志)"), r"\1" + _HIDDEN),
)
_AGAIN = re.compile(rf"(?:{_HIDDEN}处)+")
_FEWEST = 2  # characters of a name


def anonymous(text: str, names: Iterable[str | None]) -> str:
    """A text without these names, and without what people are found by."""
    for name in sorted({name for name in names if name and len(name) >= _FEWEST}, key=len, reverse=True):
        text = text.replace(name, _masked(name))
    for form, instead in _FORMS:
        text = form.sub(instead, text)
    return _AGAIN.sub(f"{_HIDDEN}处", text)


def _masked(name: str) -> str:
    """The family name and 某, as Chinese papers say it; of other names a letter."""
    return f"{name[0]}{_HIDDEN}"
