import sys
import unicodedata

import pytest

from app.text.writing import Unwritable, line, paragraphs

_NONCHARACTERS = ["\ufdd0", "\ufdef", "\ufffe", "\uffff", "\U0001fffe", "\U0010ffff"]
_CONTROLS = [chr(code) for code in (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0))]
_SURROGATES = ["\ud800", "\udfff"]
_BIDI = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]


def test_what_cannot_be_shown_or_deceives_is_refused_in_both_languages() -> None:
    taken = []
    for character in (*_CONTROLS, *_BIDI, *_NONCHARACTERS, *_SURROGATES):
        code = f"U+{ord(character):04X}"
        for form in (line, paragraphs):
            try:
                taken.append(f"{code} by {form.__name__}: {form(f'张{character}三')!r}")
            except Unwritable as refused:
                taken += [f"{code} is not named" for said in (refused.zh, refused.en) if code not in said]

    assert taken == []


@pytest.mark.parametrize(
    "name",
    [
        "张三",
        "阿卜杜拉·买买提",
        "𠮷野",  # plane 2
        "\U00030000某",  # plane 3
        "\U0002ebf0某",  # of Unicode 15.1
        "\U000323b0某",  # of Unicode 17
        "\U0003fffd某",  # not yet given to anything
        "\ue863某",  # private use
        "\U000f0000某",
        "葛\U000e0100城",  # a variation sequence
        "ᠪᠠᠭ\u180bᠠ",  # Mongolian with a variation selector of its own
        "می\u200cخواهم",  # Persian with its joiner
        "👩\u200d🔧",
        "❤\ufe0f",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "Zoë O'Neill",
    ],
    ids=ascii,
)
def test_every_name_is_taken_as_it_is(name: str) -> None:
    assert (line(name), paragraphs(name)) == (name, name)


def test_no_character_is_refused_for_being_new() -> None:
    """What this Python's tables do not know is what a later version of Unicode may have given a name."""
    letters = (chr(code) for code in range(0x20000, 0x3FFFE, 0x11))
    unknown = [letter for letter in letters if unicodedata.category(letter) == "Cn" and ord(letter) & 0xFFFE != 0xFFFE]

    assert len(unknown) > 1_000, f"Unicode {unicodedata.unidata_version} leaves some, in Python {sys.version}"
    assert line("".join(unknown)) == "".join(unknown)


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("张\u3000三", "张 三"),
        ("\u3000张三\u00a0", "张三"),
        ("张\u00a0三", "张 三"),
        ("\ufeff张三", "张三"),
        ("张\u200b三\u00ad", "张三"),
        ("张\u200e三\u200f", "张三"),
        ("张\u200d三", "张三"),
        ("\ufe0f张三", "张三"),
        ("葛\U000e0100\U000e0101\U000e0102城", "葛\U000e0100城"),
        ("a\U000e0068\U000e0069", "a"),
        ("12栋\n3单元", "12栋 3单元"),
        ("call \u202d138 0000 0000\u202c", "call 138 0000 0000"),
    ],
    ids=ascii,
)
def test_what_is_invisible_goes_and_every_blank_is_a_space(told: str, kept: str) -> None:
    assert line(told) == kept


def test_a_text_keeps_its_lines_and_their_indents() -> None:
    assert (
        paragraphs("尊敬的领导：\r\n\u3000\u3000路灯\u00a0不亮\u200b。\u2028谢谢 ")
        == "尊敬的领导：\r\n\u3000\u3000路灯 不亮。\n谢谢"
    )


@pytest.mark.parametrize(
    "told", ["", " \u3000", "\u200b\u200d", "\ufeff", "\u3164", "\u2800", "\u115f\u1160", "\ufe0f\ufe0f", "\U000e0041"],
    ids=ascii,
)  # fmt: skip
def test_a_text_that_shows_nothing_is_none(told: str) -> None:
    assert (line(told), paragraphs(told)) == ("", "")
