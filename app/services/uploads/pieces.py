"""The pieces of an unfinished upload: files of their own, named by where they begin and which PATCH brought them."""

from uuid import UUID

from app.files import Files

PIECE = 128 * 1024  # bytes: at most this much is sent again after a cut
ROOT = "uploads/"


def name_of(upload_id: UUID, start: int, writer: int) -> str:
    """Where a piece lies until the upload is whole."""
    return f"{ROOT}{upload_id}/{start}.{writer}"


async def remove(files: Files, upload_id: UUID) -> None:
    """Takes away whatever pieces of an upload there are."""
    found = await files.below(f"{ROOT}{upload_id}/")
    await files.delete(*(name for name, _ in found))
