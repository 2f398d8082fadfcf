"""An administrator founds a district from files: an error is shown in its cell, mended there, and all of it applied."""

from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg
import pytest
from playwright.async_api import expect
from pydantic import SecretStr

import app.demo
from app.config import Settings
from app.main import create_app
from tests.application import KEY
from tests.organisation import COUNTY
from tests.pages.browser import PATIENCE_MS, served
from tests.screens.conftest import PageAs, Service, look

expect.set_options(timeout=PATIENCE_MS)
pytestmark = pytest.mark.needs("chromium", "chinese-font")
DEMO = Path(app.demo.__file__).parent / "data"
_NOTHING_BUT_WHO_FOUNDS = f"""
CREATE TEMP TABLE kept AS SELECT * FROM users WHERE username = 'admin';
TRUNCATE areas, departments, category_standards, users CASCADE;
INSERT INTO areas (code, level, path, name, is_active) VALUES ('{COUNTY}', 'county', '{COUNTY}/', '坪山区', true);
INSERT INTO users SELECT * FROM kept;
INSERT INTO appointments (id, user_id, post, area_code, valid_from)
SELECT gen_random_uuid(), id, 'administrator', '{COUNTY}', date '2026-01-01' FROM kept;
"""


@pytest.fixture
async def service(fresh_url: str) -> AsyncIterator[Service]:
    """A service of a county of which nothing is known but its name."""
    owner = await asyncpg.connect(fresh_url)
    await owner.execute(_NOTHING_BUT_WHO_FOUNDS)
    await owner.close()
    with TemporaryDirectory(prefix="yikou-founding-") as directory:
        settings = Settings(
            data_dir=Path(directory), signing_key=SecretStr(KEY), database_url=SecretStr(fresh_url), pool_max=4
        )
        founding = create_app(settings)
        async with served(founding) as address:
            yield Service(founding, address)


async def test_a_district_is_founded_from_files(page_as: PageAs, tmp_path: Path) -> None:
    files = [tmp_path / path.name for path in DEMO.iterdir() if path.suffix in (".csv", ".geojson")]
    for path in files:
        path.write_bytes((DEMO / path.name).read_bytes())
    areas = tmp_path / "areas.csv"
    areas.write_text(areas.read_text().replace("440310001,town", "440310001,towne", 1))
    page = await page_as("admin", at="/admin#/import")

    await page.locator("input[type=file]").set_input_files(files)
    wrong = page.locator("td.admin-wrong input")
    await expect(wrong).to_have_value("towne")
    await expect(page.locator("td.admin-wrong .field-error")).to_contain_text("towne")
    await look(page, themes=("light",))

    await wrong.fill("town")
    await wrong.blur()
    await expect(page.get_by_role("heading", name="没有错误，导入后将有以下变化")).to_be_visible()
    changes = page.locator("details.card", has_text="areas.csv")
    await expect(changes).to_contain_text("新增")
    await changes.locator("summary").click()
    await expect(changes).to_contain_text("440310001")
    await page.get_by_role("button", name="确认导入").click()
    await expect(page.get_by_role("heading", name="已导入", exact=True)).to_be_visible()
    await page.get_by_role("button", name="生成一次性密码").click()
    await expect(page.locator(".admin-table code").first).to_be_visible()

    await page.get_by_role("link", name="区划与边界").click()
    await page.get_by_role("link", name="坪山街道").click()
    await expect(page.get_by_role("heading", name="坪山街道")).to_be_visible()
    await page.get_by_role("link", name="操作记录").click()
    await expect(
        page.get_by_role("cell", name="组织数据导入").or_(page.locator("td", has_text="导入")).first
    ).to_be_visible()
