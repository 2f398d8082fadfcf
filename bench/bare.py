"""What does not move: the smallest answer FastAPI gives. Everything else is measured in multiples of it."""

from fastapi import FastAPI

app = FastAPI(openapi_url=None)


@app.get("/ping")
async def ping() -> dict[str, str]:
    """That it is there."""
    return {"status": "ok"}
