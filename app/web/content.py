"""What kind of content a body may be: asked of its headers, before a byte of it is read (RFC 9110 §8.3, §8.4)."""

from dataclasses import dataclass

from fastapi import Request

from app.errors import UnsupportedMedia


@dataclass(frozen=True, slots=True)
class Content:
    """Media types that a route takes; `+json` and such are taken by their `suffix`."""

    media_types: tuple[str, ...]
    suffix: str | None = None

    def is_told(self, request: Request) -> bool:
        """Whether a request is such, and not only called so at the end of another name."""
        told = _told(request)
        kind, _, name = told.partition("/")
        like_it = self.suffix is not None and kind == "application" and name.endswith(self.suffix) and "/" not in name
        return told in self.media_types or like_it

    def require(self, request: Request) -> None:
        """Lets such content pass.

        Raises:
            UnsupportedMedia: it is of another type, or of none: nobody guesses.
        """
        told = _told(request)
        if told in self.media_types or (self.suffix is not None and told.endswith(self.suffix)):
            return
        takes = ", ".join(self.media_types)
        zh, en = f"请求体须为 {takes}，并在 Content-Type 中注明", f"The body must be {takes}, and Content-Type say so"
        raise UnsupportedMedia(zh=zh, en=en, headers={"Accept": takes})


JSON = Content(("application/json",), suffix="+json")
FORM = Content(("application/x-www-form-urlencoded", "multipart/form-data"))


def _told(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def require_identity(request: Request) -> None:
    """Lets what is sent as it is pass.

    Raises:
        UnsupportedMedia: it is compressed; what it would grow to nobody knows.
    """
    if "content-encoding" not in request.headers:
        return
    codings = {coding.strip().lower() for coding in request.headers["content-encoding"].split(",")}
    if codings - {"", "identity"}:
        raise UnsupportedMedia(
            zh="不接受压缩的请求体，请原样发送",
            en="Compressed bodies are not taken: send it as it is",
            headers={"Accept-Encoding": "identity"},
        )
