"""Settings: secrets stay secret."""

import re

import pytest
from pydantic import ValidationError

from app import logs
from app.config import Settings


def test_secrets_do_not_show_in_representations() -> None:
    settings = Settings(signing_key="k" * 40, database_url="postgresql://yikou:hush@db/yikou")

    assert "kkkk" not in repr(settings) + str(settings)
    assert "hush" not in repr(settings) + str(settings)


def test_variables_of_the_environment_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YIKOU_PORT", "8123")

    assert Settings().port == 8123


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("YIKOU_PORT", port)

    with pytest.raises(ValidationError):
        Settings()


@pytest.mark.parametrize(
    ("host", "public", "link"),
    [
        ("0.0.0.0", None, "http://127.0.0.1:8000"),
        ("10.0.0.5", None, "http://10.0.0.5:8000"),
        ("0.0.0.0", "https://yikou.example/", "https://yikou.example"),
    ],
)
def test_links_begin_with_an_address_a_person_can_open(host: str, public: str | None, link: str) -> None:
    assert Settings(host=host, public_url=public).base_url == link


def test_logs_show_no_secret_and_no_phone_number() -> None:
    written = logs.redact(
        None,
        "info",
        {
            "event": "called 13800138000 through postgresql://yikou:hush@db/yikou",
            "said": "（0755）2834－1234, １３８００１３８０００, +86 (0)755 2834 1235",
            "password": "hush",
            "access_token": "hush",
            "resident_contact": "13800138000",
            "exception": "at postgresql://yikou:hush@db",
            "count": 3,
        },
    )

    assert "hush" not in str(written)
    assert "13800138000" not in str(written)
    assert not re.search(r"\d{4}", written["said"])
    assert written["count"] == 3
