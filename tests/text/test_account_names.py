import pytest

from app.text.account_names import kept, plain, require_unmistakable
from app.text.writing import Unwritable


@pytest.mark.parametrize(
    "name",
    ["zhang", "worker1", "张三", "zhang张三", "网格员-01", "\U0002ebf0某", "\U000323b0某", "\ue863某", "иванов", "الله",
     "བོད", "ᠮᠣᠩᠭᠣᠯ", "김철수", "ヤマダ", "Kazuo山田", "müller", "阿卜·买", "张三（城管）"],
)  # fmt: skip
def test_a_name_of_one_script_or_of_latin_beside_han_is_taken(name: str) -> None:
    require_unmistakable(name)

    assert kept(name) == name, "and it is kept as it was written"


@pytest.mark.parametrize(
    ("name", "like"),
    [
        ("аdmin", None),  # Cyrillic a
        ("张а", None),
        ("grіd", None),
        ("γrid", None),
        ("сор", "cop"),  # Cyrillic altogether
        ("ΑΒ", "AB"),  # Greek
        ("ꓐꓑ", "BP"),  # Lisu
        ("admın", "admin"),  # without its dot
        ("ｚhang", "zhang"),
        ("张Ａ", "张A"),
        ("𝐚𝐛", "ab"),
        ("网格员①", "网格员1"),
    ],
)
def test_a_name_that_can_be_taken_for_another_is_refused(name: str, like: str | None) -> None:
    with pytest.raises(Unwritable) as refused:
        require_unmistakable(name)

    assert like is None or like in refused.value.zh


@pytest.mark.parametrize("told", ["ｗｏｒｋｅｒ", " worker\u3000", "wor\u200bker", "\ufeffworker", "\u202dworker"])
def test_a_name_is_read_as_it_was_meant(told: str) -> None:
    assert plain(told) == ("worker" if "\u202d" not in told else told), "of what nobody may write nothing is guessed"
