"""What a page says that could not be shown, or of what was not taken: a heading, what is the matter, what to do now."""

from typing import NamedTuple

from app.errors import AppError


class Told(NamedTuple):
    """In one language."""

    heading: str
    text: str
    advice: str


_Words = tuple[str, str]
_NOTHING: _Words = ("", "")
_LATER = "请稍后再试；您填写的内容没有提交。", "Please try again later; nothing was sent."
_TO_THE_LINK = (
    "请检查链接是否完整；链接丢失时，可致电 12345 并报案卷号。",
    "Please check that the link is whole. If you have lost it, call 12345 and tell the case number.",
)
#: By kind of page, else for all: the heading and what to do.
_HEADINGS: dict[tuple[str, int], _Words] = {
    **dict.fromkeys((("rating", code) for code in (400, 413, 422)), ("评价尚未提交", "Not sent yet")),
    **dict.fromkeys((("report", code) for code in (400, 409, 413, 415, 422)), ("未提交成功", "Not sent")),
    **dict.fromkeys((("form", code) for code in (400, 409, 413, 415, 422)), ("未提交成功", "Not sent")),
    ("board", 404): ("没有这个公开页", "There is no such board"),
}
_HEADINGS_OF_ALL: dict[int, _Words] = {
    401: ("请先登录", "Please sign in first"),
    403: ("您无权查看此页", "This page is not for you"),
    404: ("此链接无法打开", "This link cannot be opened"),
    410: ("此链接无法打开", "This link cannot be opened"),
    429: ("操作过于频繁", "Too many at once"),
    500: ("系统出了点问题", "Something went wrong here"),
    503: ("系统正忙", "Not possible just now"),
}
_ADVICE: dict[int, _Words] = {
    404: _TO_THE_LINK,
    410: _TO_THE_LINK,
    413: ("照片合计不超过 20 MB，可减少张数再试。", "All photos together may have 20 MB: please send fewer."),
    415: ("请选择 JPEG、PNG 或 HEIC 格式的照片。", "Please choose photos in JPEG, PNG or HEIC."),
    429: _LATER,
    500: _LATER,
    503: _LATER,
}
#: Nothing was filled in on a board, and no link leads to it.
_ADVICE_ON_A_BOARD: dict[int, _Words] = {429: ("请稍后再试。", "Please try again later."), 404: _NOTHING}
_ASK_AGAIN = (
    "请说明问题是否解决并选择满意度；想说的话最多 1000 字。",
    "Please say whether it is solved and how satisfied you are; what you add may have 1,000 characters.",
)


def of(error: AppError, kind: str, language: str) -> Told:
    """What the page of a `kind` (`form`, `report`, `rating`, `board`) says of an error."""
    which, code = int(language != "zh"), error.status_code
    other = _HEADINGS_OF_ALL.get(code, ("暂时无法处理", "Not possible just now"))
    heading = _HEADINGS.get((kind, code), other)[which]
    text = _ASK_AGAIN[which] if kind == "rating" and code in (400, 413, 422) else error.detail(language)
    advice = _NOTHING if kind == "rating" and code == 413 else _ADVICE.get(code, _NOTHING)
    advice = _ADVICE_ON_A_BOARD.get(code, advice) if kind == "board" else advice
    return Told(heading, text, advice[which])
