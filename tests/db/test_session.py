"""What a connection keeps of the statements it has run."""

from app.db.session import KEPT_STATEMENTS, open_database


async def test_the_statements_of_a_day_stay_prepared(database_url: str) -> None:
    """Each that is prepared anew costs a round trip and a plan."""
    async with open_database(database_url, min_size=1, max_size=1) as database, database.reading() as session:
        for number in range(KEPT_STATEMENTS):
            await session.connection.fetch(f"SELECT {number} AS kept")
        counted = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%AS kept'"
        assert await session.connection.fetchval(counted) >= KEPT_STATEMENTS - 1
