import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text import phones
from app.text.writing import Unwritable

_MOBILE = ["13800000000", "138-0000-0000", "138 0000 0000", "138.0000.0000", "１３８００００００００", "+8613800000000",
           "+86 138 0000 0000", "0086-138-0000-0000", "8613800000000", "（+86）13800000000", "(86) 138 0000 0000",
           "013800000000", "138\u200b00000000", "\u202d138 0000 0000\u202c", "138—0000—0000", "138‐0000‐0000",
           "138\u00a00000\u00a00000", "13800000000、", "tel:+8613800000000", "手机：13800000000"]  # fmt: skip
_LANDLINE = ["0755-28341234", "(0755)28341234", "（０７５５）２８３４－１２３４", "075528341234", "0755 2834 1234",
             "+86 (0)755 2834 1234", "+86-0755-28341234", "0086 755 28341234", "+86(0)75528341234", "86-755-28341234",
             "0755一28341234", "[0755]28341234", "0755·28341234", "+86.755.28341234", "电话 0755-28341234"]  # fmt: skip
_EXTENSION = ["0755-28341234转8001", "0755-28341234,8001", "0755-28341234 x8001", "0755-28341234-8001",
              "0755-28341234 ext. 8001", "0755-28341234 EXT8001", "0755-28341234#8001", "0755-28341234 分机：8001",
              "0755-28341234 转 8001", "0755-28341234，8001", "075528341234转8001", "0755-28341234（8001）",
              "+86 755 28341234;ext=8001"]  # fmt: skip


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        *((told, "13800000000") for told in _MOBILE),
        *((told, "0755-28341234") for told in _LANDLINE),
        *((told, "0755-28341234转8001") for told in _EXTENSION),
        ("010-65123456", "010-65123456"),
        ("02162345678", "021-62345678"),
        ("0755-2834123-801", "0755-2834123转801"),
        ("28341234", "28341234"),
        ("110", "110"),
        ("12345", "12345"),
        ("0755-12345", "0755-12345"),
        ("95598", "95598"),
        ("10086", "10086"),
        ("9 5 5 9 8", "95598"),
        ("110 119", "110/119"),
        ("400-888-8888", "4008888888"),
        ("400 8888 888 转 1", "4008888888转1"),
        ("2834123,801", "2834123转801"),
        ("+86 400 888 8888", "4008888888"),
        ("800-810-1234", "8008101234"),
        ("13800000000-1234", "13800000000转1234"),
        ("+852 2345 6789", "+85223456789"),
        ("00852-2345-6789", "+85223456789"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("+1 (212) 555-0123 ext. 5", "+12125550123转5"),
        ("13800000000/0755-28341234", "13800000000/0755-28341234"),
        ("13800000000、13900000000", "13800000000/13900000000"),
        ("13800000000 13900000000", "13800000000/13900000000"),
        ("13800000000，13900000000", "13800000000/13900000000"),
        ("13800000000\n13900000000", "13800000000/13900000000"),
        ("13800000000 或 13900000000", "13800000000/13900000000"),
        ("0755-28341234转8001；13900000000", "0755-28341234转8001/13900000000"),
        ("138 0000 0000 / +86 13800000000", "13800000000"),
    ],
    ids=ascii,
)
def test_every_way_of_writing_a_phone_has_one_form(told: str, kept: str) -> None:
    assert phones.folded(told) == kept
    assert phones.folded(kept) == kept, "read again it is the same"


@pytest.mark.parametrize("told", ["1.38E+10", "1.38e10", "13800000000.0", "075528341234.00", '="13800000000"',
                                  "=13800000000", "'13800000000"])  # fmt: skip
def test_what_a_spreadsheet_has_done_is_called_so(told: str) -> None:
    with pytest.raises(Unwritable, match="spreadsheet") as refused:
        phones.folded(told)

    assert "表格" in refused.value.zh


@pytest.mark.parametrize("told", ["", " ", "电话", "电话：", "暂无", "无", "-", "0", "123456", "1380000000",
                                  "138000000000", "12800000000", "13800000000 王", "call 13800000000", "+999 12345678",
                                  "+1 23", "+86 138", "13800000000\x00", "0755-28341234.0", "9" * 300, "1 " * 90,
                                  "13800000000 13900000000 13700000000 13600000000", "١٣٨٠٠٠٠٠٠٠٠٠x"])  # fmt: skip
def test_what_is_no_phone_is_refused(told: str) -> None:
    with pytest.raises(Unwritable, match="not a phone number"):
        phones.folded(told)


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("13800001234", "*******1234"),
        ("0755-28341234转8001", "********1234"),
        ("13800001234/0755-28345678", "*******1234/********5678"),
        ("+85223456789", "********6789"),
        ("12345", "***45"),
        ("110", "**0"),
        ("138 0000 1234", "*******1234"),  # of before numbers were folded
        ("暂无", "*"),
    ],
)
def test_a_mask_leaves_the_last_four_digits_of_each_number_and_no_extension(kept: str, shown: str) -> None:
    assert phones.masked(kept) == shown


def test_of_a_landline_the_extension_says_whose_it_is_and_the_line_where_it_calls_from() -> None:
    assert phones.keys("0755-28341234转8001") == ["075528341234-8001"] != phones.keys("0755-28341234转8002")
    assert phones.lines("0755-28341234转8001") == ["075528341234"]
    assert phones.lines("0755-28341234转1/0755-28341234转2") == ["075528341234"]
    assert phones.keys("13800000000转1") == ["13800000000"], "a mobile has one owner, whatever is written behind it"
    assert phones.keys("13800000000 / 0755-28341234") == ["13800000000", "075528341234"]
    assert phones.keys("打 0086 13800000000 找我") == ["13800000000"], "of before numbers were folded"


_ALPHABET = st.text("0123456789+-()（） 转x,/.０１－、#E='\u200b\n", max_size=40)


@given(_ALPHABET)
def test_nothing_that_is_taken_has_two_forms_or_is_too_long(told: str) -> None:
    try:
        kept = phones.folded(told)
    except Unwritable:
        return

    assert phones.folded(kept) == kept
    assert len(kept) <= phones.LONGEST
    assert not any(len(line) > 4 and line in phones.masked(kept) for line in phones.lines(kept))
