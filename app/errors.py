"""Everything the service refuses, as exceptions that know no web: status, stable code, Chinese and English text.

The English text is the docstring of the class; `zh` is its Chinese twin. `detail` narrows it for one occurrence.
"""

from collections.abc import Mapping
from typing import Any, ClassVar


class AppError(Exception):
    """The request could not be carried out."""

    status_code: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    zh: ClassVar[str] = "请求无法完成"

    def __init__(
        self,
        *,
        zh: str | None = None,
        en: str | None = None,
        headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        """Takes texts for this one occurrence, response headers, and members the problem document carries besides."""
        self.detail_zh = zh
        self.detail_en = en
        self.headers = dict(headers or {})
        self.extensions = extensions
        super().__init__(en or self.title("en"))

    @classmethod
    def title(cls, language: str) -> str:
        """The short text of this kind of error in `zh` or `en`."""
        return cls.zh if language == "zh" else (cls.__doc__ or cls.__name__).strip().splitlines()[0]

    def detail(self, language: str) -> str:
        """The text of this occurrence in `zh` or `en`."""
        own = self.detail_zh if language == "zh" else self.detail_en
        return own or self.title(language)


class BadRequest(AppError):
    """The request is malformed."""

    status_code, code, zh = 400, "bad-request", "请求格式不正确"


class BadCursor(AppError):
    """The cursor is not one this list gave; start again without it."""

    status_code, code, zh = 400, "bad-cursor", "翻页游标无效，请从第一页重新开始"


class NotAuthenticated(AppError):
    """Credentials are missing, wrong or expired."""

    status_code, code, zh = 401, "not-authenticated", "未登录或登录已失效"

    def __init__(self, **kwargs: Any) -> None:
        """Adds the challenge that HTTP asks of a 401."""
        kwargs.setdefault("headers", {"WWW-Authenticate": "Bearer"})
        super().__init__(**kwargs)


class PasswordExpired(NotAuthenticated):
    """This one-time password is good no longer; ask your administrator for another."""

    code, zh = "password-expired", "一次性密码已过期，请联系管理员重新生成"


class NotPermitted(AppError):
    """You can see this, but your posts do not allow the action here."""

    status_code, code, zh = 403, "not-permitted", "您的岗位无权在此执行该操作"


class PasswordChangeRequired(NotPermitted):
    """You came in by a one-time password: change it first, with POST /auth/password."""

    code, zh = "password-change-required", "您使用的是一次性密码，请先修改密码（POST /auth/password）"


class NotFromOurPage(NotPermitted):
    """A session of a page is for our own pages: what they ask bears X-Yikou-Page, and comes from the same origin."""

    code, zh = "not-from-our-page", "页面会话仅限本系统页面使用：请求须同源，写入须带 X-Yikou-Page"


class NotFound(AppError):
    """There is no such thing, or it is not yours to see."""

    status_code, code, zh = 404, "not-found", "不存在，或不在您的可见范围内"


class MethodNotAllowed(AppError):
    """This address does not know that method."""

    status_code, code, zh = 405, "method-not-allowed", "该地址不支持此请求方法"


class WrongState(AppError):
    """The case does not allow this action now."""

    status_code, code, zh = 409, "wrong-state", "案卷当前状态不允许该操作"


class GuardRefused(AppError):
    """A condition of this action is not met."""

    status_code, code, zh = 409, "condition-not-met", "该操作的条件尚未满足"


class EvidenceMissing(AppError):
    """The action needs photos that the case does not have yet."""

    status_code, code, zh = 409, "evidence-missing", "缺少该操作所需的照片"


class AlreadyExists(AppError):
    """Something else already bears this key."""

    status_code, code, zh = 409, "already-exists", "编号或标识已被占用"


class ReportConflict(AppError):
    """Another report already bears this id."""

    status_code, code, zh = 409, "report-conflict", "该上报标识已用于另一内容的上报"


class KeyInFlight(AppError):
    """A request with this Idempotency-Key is still being worked on."""

    status_code, code, zh = 409, "key-in-flight", "相同幂等键的请求正在处理中"


class OffsetMismatch(AppError):
    """The upload goes on from another offset than this; ask for it with HEAD."""

    status_code, code, zh = 409, "offset-mismatch", "续传位置不一致，请先用 HEAD 查询"


class AltersClosed(AppError):
    """This would change how closed cases were computed."""

    status_code, code, zh = 409, "alters-closed", "该变更会改变已结案卷的计时"


class Busy(AppError):
    """Somebody else is changing the same things; try again."""

    status_code, code, zh = 409, "busy", "他人正在修改相关内容，请重试"


class Gone(AppError):
    """This link has been used or has expired."""

    status_code, code, zh = 410, "gone", "该链接已使用或已过期"


class UploadGone(AppError):
    """This upload has expired or was refused."""

    status_code, code, zh = 410, "upload-gone", "该上传已过期或已被拒绝"


class StaleVersion(AppError):
    """The case has changed since you read it."""

    status_code, code, zh = 412, "stale-version", "案卷已被他人更新，请刷新后重试"


class ProtocolVersion(AppError):
    """The service speaks tus 1.0.0; say so in Tus-Resumable."""

    status_code, code, zh = 412, "protocol-version", "仅支持 tus 1.0.0，请在 Tus-Resumable 中注明"


class TooLarge(AppError):
    """The request is larger than the service takes."""

    status_code, code, zh = 413, "too-large", "请求内容过大"


class TooComplex(AppError):
    """The request has more parts, or parts more deeply nested, than anything here needs."""

    status_code, code, zh = 413, "too-complex", "请求内容的结构过于复杂"


class UnsupportedMedia(AppError):
    """This kind of content is not accepted here."""

    status_code, code, zh = 415, "unsupported-media", "不支持的内容类型"


class RangeNotSatisfiable(AppError):
    """The file does not have the bytes that Range asks for."""

    status_code, code, zh = 416, "range-not-satisfiable", "请求的范围超出文件长度"


class Invalid(AppError):
    """Some fields are missing or wrong."""

    status_code, code, zh = 422, "invalid", "部分字段缺失或不正确"


class KeyReused(AppError):
    """This Idempotency-Key was used for another request."""

    status_code, code, zh = 422, "key-reused", "该幂等键已用于另一请求"


class TooManyRequests(AppError):
    """Too many requests; try again later."""

    status_code, code, zh = 429, "too-many-requests", "请求过于频繁，请稍后再试"


class ChecksumMismatch(AppError):
    """The bytes that arrived do not have the checksum that was sent; none of them was kept."""

    status_code, code, zh = 460, "checksum-mismatch", "校验值不一致，本次数据未保存"


class InternalError(AppError):
    """The service failed; the fault is recorded."""

    status_code, code, zh = 500, "fault", "服务内部错误，已记录"


class Unavailable(AppError):
    """The service is not ready; try again shortly."""

    status_code, code, zh = 503, "unavailable", "服务暂不可用，请稍后重试"


class Exhausted(Unavailable):
    """The database has no room or no means left and did not do this; try again later."""

    zh = "数据库空间或资源不足，本次未执行，请稍后重试"


def invalid_field(pointer: str, zh: str, en: str) -> Invalid:
    """An `Invalid` about one field, named by its JSON pointer."""
    return Invalid(zh=zh, en=en, errors=[{"pointer": pointer, "detail_zh": zh, "detail": en}])
