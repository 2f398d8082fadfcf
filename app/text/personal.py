"""Personal data in texts that anybody will read: phones, identity cards, plates, names, homes; found, and masked.

What is found here is surely too much sometimes and too little at others: a clerk reads each text before it is seen.
"""

import re
from collections.abc import Collection
from enum import StrEnum


class Personal(StrEnum):
    NUMBER = "number"  # 电话、证件、账号
    PLATE = "plate"  # 车牌
    ACCOUNT = "account"  # 邮箱、微信、QQ
    NAME = "name"  # 姓名、称呼
    HOME = "home"  # 门牌
    KNOWN = "known"  # 本案卷中登记的姓名、地址


MASK = "＊＊"
_WIDE = [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0D, 0xFF20, 0xFF0E]
_ONE_WIDTH = {code: code - 0xFEE0 for code in _WIDE}
_DIGITS = "0-9零〇一二三四五六七八九幺两"
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}(?!\d)\s*[日号]?|(?<!\d)\d{1,2}月\d{1,2}[日号]"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛禹狄米贝明臧计伏"
    "成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘"
    "缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢裴陆荣翁荀羊惠曲封储靳段焦侯宓全班仰秋仲伊宫宁仇栾甘厉戎祖武符刘景"
    "詹束龙叶幸司韶黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴闻莘党翟谭贡劳姬申扶堵冉宰郦雍桑桂牛寿通边扈燕冀温庄晏"
    "柴瞿阎慕连习艾鱼容向古易慎戈廖居衡步都耿满弘匡国文寇广禄东殴沃利蔚越隆师巩厍聂晁勾敖融冷辛阚那简饶空曾沙养鞠丰关"
    "查后荆红游权盖益桓公肖涂岳帅"
)
_TITLES = (
    "先生|女士|小姐|太太|师傅|阿姨|大爷|大妈|大姐|大哥|老师|同志|老伯|婆婆|奶奶|爷爷|叔叔|某某|某(?=[，。、说称反家])"
)
#: A number of seven digits and more, however it is spaced or written out.
_NUMBER = re.compile(rf"(?:\+?[{_DIGITS}](?:[ \-.·—_]{{0,2}}[{_DIGITS}]){{6,}}[xX]?)")
_PLACES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_KINDS_OF_ACCOUNT = "微信|[Vv][Xx]|[Ww]e[Cc]hat|QQ|qq|支付宝"
_TELLS = "说的反称家，。、；"
_PATTERNS: dict[Personal, re.Pattern[str]] = {
    Personal.ACCOUNT: re.compile(
        rf"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+|(?:{_KINDS_OF_ACCOUNT})(?:号|账号|帐号)?[:：为是 ]{{0,3}}[\w\-]{{5,}}"
    ),
    Personal.PLATE: re.compile(
        rf"[{_PLACES}][A-HJ-NP-Z][ ·\-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]"
    ),
    Personal.NUMBER: _NUMBER,
    Personal.HOME: re.compile(
        rf"[{_DIGITS}A-Za-z]+\s*(?:栋|幢|号楼|单元|室)|[{_DIGITS}]+(?:\s*(?:-|之)\s*[{_DIGITS}]+)?\s*号(?!线|召|称|文|令|桥)"
    ),
    Personal.NAME: re.compile(
        rf"[{_SURNAMES}](?:{_TITLES})|[老小][{_SURNAMES}](?=[{_TELLS}]|$)"
        rf"|(?:姓名|联系人|户主|业主|当事人|诉求人)[:：叫是为]{{1,2}}[\u4e00-\u9fff·]{{2,4}}"
        rf"|[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}(?:{_TITLES})"
    ),
}  # fmt: skip
_FEWEST = 2  # characters of a word that is known: of one, every text has some


def found(text: str, known: Collection[str] = ()) -> set[Personal]:
    """What kinds of personal data stand in a text; `known` are names and addresses that must not."""
    told = _folded(text)
    undated = _DATE.sub(" ", told)
    kinds = {kind for kind, pattern in _PATTERNS.items() if pattern.search(undated)}
    return kinds | ({Personal.KNOWN} if any(word in told for word in _words(known)) else set())


def masked(text: str, known: Collection[str] = ()) -> str:
    """The text with what was found in the place of which two stars stand."""
    told, dates = _folded(text), list[str]()

    def put_by(found: re.Match[str]) -> str:
        dates.append(found.group())
        return f"\x00{chr(0xE000 + len(dates) - 1)}\x00"

    told = _DATE.sub(put_by, told)
    for word in sorted(_words(known), key=len, reverse=True):
        told = told.replace(word, MASK)
    for pattern in _PATTERNS.values():
        told = pattern.sub(MASK, told)
    for number, date in enumerate(dates):
        told = told.replace(f"\x00{chr(0xE000 + number)}\x00", date)
    return told


def _words(known: Collection[str]) -> set[str]:
    return {word for told in known if len(word := _folded(told).strip()) >= _FEWEST}


def _folded(text: str) -> str:
    """Letters and digits in one width; what people write between them stays, and so does each place."""
    return text.translate(_ONE_WIDTH)
