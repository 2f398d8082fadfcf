from app.db import migrations


async def test_migrations_go_up_down_and_up_and_match_the_models(fresh_url: str) -> None:
    await migrations.check(fresh_url)
    await migrations.downgrade(fresh_url, "base")
    await migrations.upgrade(fresh_url)
    await migrations.check(fresh_url)
