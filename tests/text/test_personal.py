"""What must not stand where anybody reads: found in the ways people write it, and masked."""

import pytest

from app.text.personal import MASK, Personal, found, masked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("请打13800000000联系", Personal.NUMBER),
        ("请打 138-0000-0000 联系", Personal.NUMBER),
        ("请打１３８ ００００ ００００", Personal.NUMBER),
        ("电话幺三八零零零零零零零零", Personal.NUMBER),
        ("座机 0755-12345678", Personal.NUMBER),
        ("身份证44030119900101123X", Personal.NUMBER),
        ("车牌粤B·12345挡路", Personal.PLATE),
        ("加微信 wang_88888", Personal.ACCOUNT),
        ("发到 wang@example.com", Personal.ACCOUNT),
        ("王女士反映", Personal.NAME),
        ("王小红阿姨反映", Personal.NAME),
        ("老张说没人管", Personal.NAME),
        ("联系人：欧阳小明", Personal.NAME),
        ("住在3栋2单元501室", Personal.HOME),
        ("六联路18号门口", Personal.HOME),
        ("就在诗意花园", Personal.KNOWN),
    ],
)
def test_personal_data_are_found_and_masked_however_written(text: str, kind: Personal) -> None:
    known = ("诗意花园",)

    assert kind in found(text, known)
    assert MASK in masked(text, known)
    assert found(masked(text, known), known) == set()


@pytest.mark.parametrize(
    "text",
    [
        "路边有成堆垃圾，影响通行，2026年11月24日已清理并增设垃圾桶4个。",
        "路灯不亮，已更换灯头，11月24号恢复照明，地铁3号线出口附近可正常通行。",
        "涉及居民30户，已协调物业于3日内完成，费用2000元由物业承担。",
    ],
)
def test_what_names_nobody_is_left_as_it_is(text: str) -> None:
    assert found(text) == set()
    assert masked(text) == text
