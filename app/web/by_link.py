"""What the routes behind a resident's link share, whether they answer JSON or pages: its form, photos, refusals."""

from typing import Annotated

from fastapi import File, Path, Request, UploadFile

from app import errors
from app.services.residents import saying
from app.web.admission import CountedByAddress, before_the_body

Token = Annotated[str, Path(min_length=10, max_length=64, pattern=r"^[\w\-]+$")]
Photo = Annotated[UploadFile, File(description="JPEG, PNG or HEIC, 20 MB and 40 megapixels at most")]
SAYING = (errors.NotFound, errors.Gone, errors.WrongState, errors.GuardRefused, errors.TooManyRequests)
OF_A_RATING = SAYING
OF_A_PHOTO = (*SAYING, errors.Busy, errors.UnsupportedMedia, errors.Unavailable)


async def _photo_is_welcome(request: Request) -> None:
    """Nothing of a photo is read, and nothing written to a disk, for a link that could not add it."""
    await saying.require_welcome(request.app.state.database, request.path_params["token"])


PHOTO_COMES = [CountedByAddress, before_the_body(_photo_is_welcome)]
