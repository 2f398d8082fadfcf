import pytest

from app.crypto import canonical
from app.likeness.words import asked, bigrams, lacks, telling
from app.services.cases.rereading import FORM_OF_WORDS
from app.text.folding import folded


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("１２栋Ａ座", "12栋A座"),
        ("３－５０２室", "3-502室"),
        ("3–502", "3-502"),
        ("葛\U000e0100城路", "葛城路"),
        ("❤\ufe0f", "❤"),
        ("神田", "神田"),  # a compatibility ideograph
        ("①号楼", "1号楼"),
        ("５㎡", "5m2"),
        ("阿卜・买", "阿卜·买"),
        ("路\u3000灯\u200b 不亮", "路灯不亮"),
        ("ＡＢＣ", "abc"),
        ("ﾔﾏﾀﾞ", "ヤマダ"),
    ],
)
def test_two_ways_of_writing_the_same_fold_to_one(one: str, other: str) -> None:
    assert folded(one) == folded(other)
    assert bigrams(one) == bigrams(other)


def test_a_comma_in_a_question_asks_for_no_width() -> None:
    stored_before = {"路边", "边井", "井盖", "盖，", "，有", "有隐", "隐患"}  # when width still made a difference

    assert set(asked("井盖，有隐患")) == {"井盖", "有隐", "隐患"} <= stored_before
    assert not lacks(stored_before, "路边井盖，有隐患")
    assert lacks(stored_before, "路边井盖，有隐患２处")
    assert asked("!!") == ["!!"], "of nothing but punctuation there is nothing else to ask for"


@pytest.mark.parametrize("text", ["12.5米", "3.2"])
def test_a_point_in_a_number_is_asked_for(text: str) -> None:
    assert any("." in pair for pair in asked(text))


def test_a_character_that_is_new_to_unicode_tells_of_a_matter() -> None:
    assert list(telling("\U0002ebf0\ue863路")) == ["\U0002ebf0\ue863", "\ue863路"]


def test_who_changes_what_is_stored_has_cases_of_before_read_again() -> None:
    """With another digest here goes another `FORM_OF_WORDS`, or nobody finds what is stored in the old form."""
    sample = "路边１２栋Ａ座，葛\U000e0100城路３－５０２；（东）…… A-1 阿卜・买\u3000ﾔﾏﾀﾞ ㎡ Straße 12.5 ~!?"

    assert (FORM_OF_WORDS, canonical.digest(bigrams(sample))[:16]) == ("1", "631896255a278a9d")
