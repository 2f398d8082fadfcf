"""Photos by their content with the copies that may leave, and resumable uploads that bring them."""

import sqlalchemy as sa

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ACTIONS_BEFORE = (
    "report", "import", "self_handle", "refuse_self_handling", "request_verification", "submit_verification",
    "expire_verification", "reject", "object", "merge", "unmerge", "file", "dispatch", "sign", "auto_sign",
    "request_return", "approve_return", "refuse_return", "send_back", "complete_assist", "release_assist", "resolve",
    "request_check", "pass_check", "fail_check", "rework", "close", "force_close", "reopen", "rate", "archive",
    "cancel", "comment", "progress", "attach", "reveal_contact", "request_suspension", "approve_suspension",
    "refuse_suspension", "resume", "request_extension", "approve_extension", "refuse_extension", "urge", "supervise",
    "answer_supervision", "raise_supervision", "warn", "remind_overdue", "raise_overdue", "redate",
)  # fmt: skip
_ACTIONS = (*_ACTIONS_BEFORE, "view_original")
_OPEN = "state IN ('receiving', 'waiting')"


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _know(table: str, values: tuple[str, ...]) -> None:
    name = f"ck_{table}_action_known"
    listed = ", ".join(f"'{value}'" for value in values)
    # The wider constraint takes its place in the same transaction: no guarantee is lost in between.
    op.execute(f"-- squawk-ignore ban-drop-constraint\nALTER TABLE {table} DROP CONSTRAINT {name}")
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK (action IN ({listed}))")


def _photos() -> None:
    op.create_table(
        "photos",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        _moment("device_taken_at", nullable=True),
        sa.Column("device_lat", sa.Float(), nullable=True),
        sa.Column("device_lon", sa.Float(), nullable=True),
        sa.Column("uses", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("copies", sa.String(length=32), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        _moment("try_at"),
        _moment("touched_at"),
        _moment("stored_at", nullable=True),
        sa.CheckConstraint("copies IN ('pending', 'made', 'parked')", name=op.f("ck_photos_copies_known")),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_photos")),
    )
    op.execute("CREATE INDEX ix_photos_copies ON photos (try_at) WHERE copies = 'pending' AND stored_at IS NOT NULL")
    op.execute("CREATE INDEX ix_photos_parked ON photos (sha256) WHERE copies = 'parked'")
    op.execute("CREATE INDEX ix_photos_of_nothing ON photos (touched_at) WHERE uses = 0")
    # Photos that are there already: their copies are made by the worker, the oldest first.
    op.execute("""
        INSERT INTO photos (sha256, media_type, size_bytes, width, height, uses, try_at, touched_at, stored_at)
        SELECT sha256, min(media_type), min(size_bytes), min(width), min(height), count(*), min(created_at),
               max(created_at), min(created_at)
        FROM attachments GROUP BY sha256
    """)


def _uploads() -> None:
    op.create_table(
        "uploads",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("told", sa.String(length=4000), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=True),
        _moment("taken_at", nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("received", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("writer", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("state", sa.String(length=32), server_default=sa.text("'receiving'"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("refusal", sa.String(length=64), nullable=True),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        _moment("try_at"),
        _moment("created_at"),
        _moment("expires_at"),
        sa.CheckConstraint(
            "size_bytes > 0 AND received BETWEEN 0 AND size_bytes", name=op.f("ck_uploads_received_within_size")
        ),
        sa.CheckConstraint("purpose IN ('before', 'after', 'scene')", name=op.f("ck_uploads_purpose_known")),
        sa.CheckConstraint(
            "state IN ('receiving', 'waiting', 'attached', 'refused', 'expired')", name=op.f("ck_uploads_state_known")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_uploads_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index("uq_uploads_key", "uploads", ["user_id", "key"], unique=True)
    op.execute(f"CREATE INDEX ix_uploads_case_id ON uploads (case_id) WHERE {_OPEN}")
    op.execute(f"CREATE INDEX ix_uploads_try_at ON uploads (try_at) WHERE {_OPEN}")
    op.create_index("ix_uploads_expires_at", "uploads", ["expires_at"], unique=False)
    op.create_table(
        "upload_parts",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("writer", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["uploads.id"], name=op.f("fk_upload_parts_upload_id_uploads"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("upload_id", "start", name=op.f("pk_upload_parts")),
    )


def upgrade() -> None:
    op.add_column("attachments", sa.Column("repeated", sa.Boolean(), server_default=sa.text("'false'"), nullable=False))
    op.add_column("attachments", _moment("device_taken_at", nullable=True))
    op.add_column("attachments", sa.Column("device_lat", sa.Float(), nullable=True))
    op.add_column("attachments", sa.Column("device_lon", sa.Float(), nullable=True))
    _photos()
    _uploads()
    for table in ("case_events", "notices"):
        _know(table, _ACTIONS)
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON photos, uploads TO yikou_app")
    op.execute("GRANT SELECT, INSERT, DELETE ON upload_parts TO yikou_app")


def downgrade() -> None:
    """A database in which originals were looked at does not go back: its history would be untrue."""
    for table in ("case_events", "notices"):
        _know(table, _ACTIONS_BEFORE)
    op.drop_table("upload_parts")
    op.drop_table("uploads")
    op.drop_table("photos")
    for column in ("device_lon", "device_lat", "device_taken_at", "repeated"):
        op.drop_column("attachments", column)
