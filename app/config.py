"""Settings, from environment variables that begin with YIKOU_; secrets never show in logs or representations."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import AppError

MIN_KEY_BYTES = 32


class BadSetting(AppError):
    """A setting cannot be used."""

    code, zh = "bad-setting", "配置无效"


class Settings(BaseSettings):
    """Every setting with its default; `docs/operations.md` lists them."""

    model_config = SettingsConfigDict(env_prefix="YIKOU_", extra="ignore")

    data_dir: Path = Path("data")
    database_url: SecretStr | None = None
    postgres_bin: Path | None = None
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_url: str | None = None
    signing_key: SecretStr | None = None
    previous_signing_keys: tuple[SecretStr, ...] = ()
    access_token_minutes: int = Field(default=30, ge=1, le=1440)
    refresh_token_days: int = Field(default=30, ge=1, le=365)
    page_idle_hours: int = Field(default=12, ge=1, le=720)
    page_stay_days: int = Field(default=30, ge=1, le=365)
    page_most_days: int = Field(default=90, ge=1, le=365)
    offer_demo_accounts: bool | None = None
    pool_min: int = Field(default=2, ge=1)
    pool_max: int = Field(default=10, ge=2)
    max_body_bytes: int = Field(default=4_194_304, ge=10_000)
    max_photo_bytes: int = Field(default=20_000_000, ge=10_000)
    max_connections: int = Field(default=4_096, ge=16)
    max_header_bytes: int = Field(default=32_768, ge=4_096)
    header_seconds: float = Field(default=20, ge=1)
    idle_seconds: int = Field(default=75, ge=1)
    body_seconds: float = Field(default=60, ge=1)
    min_body_rate: int = Field(default=256, ge=0)
    answer_seconds: float = Field(default=120, ge=1)
    max_streams: int = Field(default=2_000, ge=1)
    max_streams_per_user: int = Field(default=10, ge=1)
    files_url: str | None = None

    @property
    def resolved_files_url(self) -> str:
        """Where the bytes of photos lie: the setting, or `files` in the data directory."""
        return self.files_url or (self.data_dir / "files").absolute().as_uri()

    @property
    def offers_demo_accounts(self) -> bool:
        """Whether the start page of a demo lets one in without a password: the setting, else only on this machine."""
        if self.offer_demo_accounts is not None:
            return self.offer_demo_accounts
        return self.host in ("127.0.0.1", "::1", "localhost")

    @property
    def base_url(self) -> str:
        """What links to people begin with."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104  (a comparison)
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")
