"""The headers of tus 1.0.0: lengths, offsets, checksums and metadata, each read strictly."""

import base64
import binascii
import hashlib
import hmac
from typing import Any, NamedTuple

from pydantic import ValidationError

from app import refusals
from app.errors import BadRequest, ProtocolVersion
from app.schemas.uploads import UploadDeclaration

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,expiration,checksum,termination"
ALGORITHMS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "md5": hashlib.md5}
CONTENT_TYPE = "application/offset+octet-stream"
MOST_METADATA = 4_000  # characters
_MOST_DIGITS = 12


class Checksum(NamedTuple):
    """What the bytes of one PATCH must amount to."""

    algorithm: str
    digest: bytes

    def hasher(self) -> Any:
        """A hash to feed."""
        return ALGORITHMS[self.algorithm](usedforsecurity=False)

    def fits(self, hasher: Any) -> bool:
        """Whether the bytes fed are those that were sent."""
        return hmac.compare_digest(hasher.digest(), self.digest)


def require_version(told: str | None) -> None:
    """Raises `ProtocolVersion` unless the client speaks tus 1.0.0."""
    if told != VERSION:
        raise ProtocolVersion(headers={"Tus-Version": VERSION})


def number(name: str, told: str | None) -> int:
    """A header that is a number and not negative.

    Raises:
        BadRequest: it is missing or none.
    """
    if told is None or not told.isascii() or not told.isdigit() or len(told) > _MOST_DIGITS:
        raise BadRequest(zh=f"{name} 缺失或不是非负整数", en=f"{name} is missing or not a whole number from 0 on")
    return int(told)


def checksum(told: str | None) -> Checksum | None:
    """Upload-Checksum.

    Raises:
        BadRequest: an algorithm that is not offered, or no Base64 of its length.
    """
    if told is None:
        return None
    algorithm, _, encoded = told.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        names = ", ".join(ALGORITHMS)
        raise BadRequest(zh=f"Upload-Checksum 仅支持 {names}", en=f"Upload-Checksum takes {names}")
    digest = _decoded(encoded)
    if digest is None or len(digest) != ALGORITHMS[algorithm]().digest_size:
        raise BadRequest(zh="Upload-Checksum 格式不正确", en="Upload-Checksum is malformed")
    return Checksum(algorithm, digest)


def declaration(told: str | None) -> UploadDeclaration:
    """Upload-Metadata; a key without a value is as if it were left out.

    Raises:
        BadRequest: it is missing or not in the form of tus. Invalid: a value is missing or wrong.
    """
    pairs = _pairs(told or "")
    known = {key: value for key, value in pairs.items() if key in UploadDeclaration.model_fields and value.strip()}
    try:
        return UploadDeclaration.model_validate(known)
    except ValidationError as error:
        raise refusals.invalid(error.errors(include_url=False)) from None


def _pairs(told: str) -> dict[str, str]:
    malformed = BadRequest(
        zh="Upload-Metadata 应为逗号分隔的“键 Base64值”",
        en="Upload-Metadata is comma-separated pairs of a key and a Base64 value",
    )
    if not told.strip() or len(told) > MOST_METADATA or not told.isascii():
        raise malformed
    pairs: dict[str, str] = {}
    for entry in told.split(","):
        key, _, encoded = entry.strip().partition(" ")
        value = _decoded(encoded)
        if not key or key in pairs or value is None:
            raise malformed
        try:
            pairs[key] = value.decode()
        except UnicodeDecodeError:
            raise malformed from None
    return pairs


def _decoded(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError):
        return None
