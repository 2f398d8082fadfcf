"""The tables of the main job, and the role the service works as."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


#: Tables that remember: the service may read and add, never change or take away.
APPEND_ONLY = ("case_events", "outbox", "ratings")


def upgrade() -> None:
    op.execute("CREATE SEQUENCE case_serial START 100001")
    op.create_table(
        "areas",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("parent_code", sa.String(length=32), nullable=True),
        sa.Column("path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        sa.Column("grid_kind", sa.String(length=32), nullable=True),
        sa.Column("boundary", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        sa.CheckConstraint("grid_kind IN ('general', 'special')", name=op.f("ck_areas_grid_kind_known")),
        sa.CheckConstraint("level IN ('county', 'town', 'village', 'grid')", name=op.f("ck_areas_level_known")),
        sa.ForeignKeyConstraint(["parent_code"], ["areas.code"], name=op.f("fk_areas_parent_code_areas")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_areas")),
    )
    op.create_index("ix_areas_parent_code_code", "areas", ["parent_code", "code"], unique=False)
    op.create_index("ix_areas_path", "areas", ["path"], unique=True)
    op.create_table(
        "category_standards",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_category_standards")),
    )
    op.create_table(
        "departments",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("parent_code", sa.String(length=32), nullable=True),
        sa.Column("path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        sa.CheckConstraint("kind IN ('bureau', 'station')", name=op.f("ck_departments_kind_known")),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["departments.code"], name=op.f("fk_departments_parent_code_departments")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_departments")),
    )
    op.create_index("ix_departments_path", "departments", ["path"], unique=True)
    op.create_table(
        "external_references",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=100), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('worker', 'clerk', 'resident', 'integration')",
            name=op.f("ck_external_references_channel_known"),
        ),
        sa.PrimaryKeyConstraint("channel", "source", "external_id", name=op.f("pk_external_references")),
    )
    op.create_table(
        "rating_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_rating_tokens")),
    )
    op.create_index("ix_rating_tokens_case_id", "rating_tokens", ["case_id"], unique=False)
    op.create_table(
        "receipts",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("request_hash", sa.String(length=64), nullable=False),
        sa.Column("status_code", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "key", name=op.f("pk_receipts")),
    )
    op.create_index("ix_receipts_created_at", "receipts", ["created_at"], unique=False)
    op.create_table(
        "reference_versions",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_reference_versions")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("display_name", sa.String(length=64), nullable=False),
        sa.Column("phone", sa.String(length=32), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("username", name=op.f("uq_users_username")),
    )
    op.create_table(
        "worker_beat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker_beat")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=32), nullable=True),
        sa.Column("department_code", sa.String(length=32), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "post IN ('grid_leader', 'full_time_worker', 'part_time_worker', 'grid_instructor', 'triage_clerk', 'dispatcher', 'centre_leader', 'department_handler', 'department_lead', 'supervisor', 'administrator', 'integration')",
            name=op.f("ck_appointments_post_known"),
        ),
        sa.CheckConstraint(
            "area_code IS NOT NULL OR department_code IS NOT NULL", name=op.f("ck_appointments_somewhere")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_appointments_dates_in_order")),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_appointments_area_code_areas")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_appointments_department_code_departments")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_appointments_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
    )
    op.create_index(op.f("ix_appointments_area_code"), "appointments", ["area_code"], unique=False)
    op.create_index(op.f("ix_appointments_department_code"), "appointments", ["department_code"], unique=False)
    op.create_index(op.f("ix_appointments_user_id"), "appointments", ["user_id"], unique=False)
    op.create_table(
        "categories",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("standard_code", sa.String(length=32), nullable=False),
        sa.Column("parent_code", sa.String(length=32), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        sa.Column("self_handle_allowed", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_code"], ["categories.code"], name=op.f("fk_categories_parent_code_categories")
        ),
        sa.ForeignKeyConstraint(
            ["standard_code"], ["category_standards.code"], name=op.f("fk_categories_standard_code_category_standards")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_categories")),
    )
    op.create_index(op.f("ix_categories_standard_code"), "categories", ["standard_code"], unique=False)
    op.create_table(
        "department_names",
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("name_en", sa.String(length=120), nullable=True),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_department_names_department_code_departments")
        ),
        sa.PrimaryKeyConstraint("department_code", "valid_from", name=op.f("pk_department_names")),
    )
    op.create_table(
        "jurisdictions",
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("area_code", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_jurisdictions_area_code_areas")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_jurisdictions_department_code_departments")
        ),
        sa.PrimaryKeyConstraint("department_code", "area_code", name=op.f("pk_jurisdictions")),
    )
    op.create_index(op.f("ix_jurisdictions_area_code"), "jurisdictions", ["area_code"], unique=False)
    op.create_table(
        "refresh_tokens",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_refresh_tokens_user_id_users")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_refresh_tokens")),
    )
    op.create_index(op.f("ix_refresh_tokens_family_id"), "refresh_tokens", ["family_id"], unique=False)
    op.create_index(op.f("ix_refresh_tokens_user_id"), "refresh_tokens", ["user_id"], unique=False)
    op.create_table(
        "category_crosswalk",
        sa.Column("from_code", sa.String(length=32), nullable=False),
        sa.Column("to_code", sa.String(length=32), nullable=False),
        sa.Column("relation", sa.String(length=32), nullable=False),
        sa.CheckConstraint(
            "relation IN ('same', 'broader', 'narrower', 'related')", name=op.f("ck_category_crosswalk_relation_known")
        ),
        sa.ForeignKeyConstraint(
            ["from_code"], ["categories.code"], name=op.f("fk_category_crosswalk_from_code_categories")
        ),
        sa.ForeignKeyConstraint(
            ["to_code"], ["categories.code"], name=op.f("fk_category_crosswalk_to_code_categories")
        ),
        sa.PrimaryKeyConstraint("from_code", "to_code", name=op.f("pk_category_crosswalk")),
    )
    op.create_table(
        "filing_rules",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("category_code", sa.String(length=32), nullable=False),
        sa.Column("condition", sa.String(length=500), nullable=False),
        sa.Column("limit_amount", sa.Integer(), nullable=False),
        sa.Column("limit_unit", sa.String(length=32), nullable=False),
        sa.Column("close_condition", sa.String(length=500), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=True),
        sa.Column("version", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        sa.CheckConstraint(
            "limit_unit IN ('urgent_hours', 'working_hours', 'working_days', 'calendar_days')",
            name=op.f("ck_filing_rules_limit_unit_known"),
        ),
        sa.CheckConstraint("limit_amount > 0", name=op.f("ck_filing_rules_limit_positive")),
        sa.ForeignKeyConstraint(
            ["category_code"], ["categories.code"], name=op.f("fk_filing_rules_category_code_categories")
        ),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_filing_rules_department_code_departments")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_filing_rules")),
    )
    op.create_index(op.f("ix_filing_rules_category_code"), "filing_rules", ["category_code"], unique=False)
    op.create_index(op.f("ix_filing_rules_department_code"), "filing_rules", ["department_code"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.BigInteger(), server_default=sa.text("nextval('case_serial')"), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.Column("seq", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("external_id", sa.String(length=100), nullable=True),
        sa.Column("body_hash", sa.String(length=64), nullable=False),
        sa.Column("description", sa.String(length=4000), nullable=False),
        sa.Column("words", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("accuracy_m", sa.Float(), nullable=True),
        sa.Column("area_code", sa.String(length=32), nullable=True),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("category_code", sa.String(length=32), nullable=True),
        sa.Column("rule_code", sa.String(length=32), nullable=True),
        sa.Column("rule", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("urgent", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("privacy_tier", sa.String(length=32), server_default=sa.text("'normal'"), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=True),
        sa.Column("contact_phone", sa.String(length=32), nullable=True),
        sa.Column("lead_department_code", sa.String(length=32), nullable=True),
        sa.Column("assist_codes", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("open_assists", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("handler_id", sa.Uuid(), nullable=True),
        sa.Column("verifier_id", sa.Uuid(), nullable=True),
        sa.Column("checker_id", sa.Uuid(), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stage_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clock_started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("triage_left_seconds", sa.Integer(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_late", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verification_count", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("objection_count", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("rework_round", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("reopen_count", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("return_departments", postgresql.ARRAY(sa.String()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("ruling_binds", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("self_handled", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("followed", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("supervision_level", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("before_photo", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("after_photo_round", sa.Integer(), server_default=sa.text("'-1'"), nullable=False),
        sa.Column("result", sa.String(length=2000), nullable=True),
        sa.Column("reply", sa.String(length=2000), nullable=True),
        sa.Column("check_skipped", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("force_closed", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "channel IN ('worker', 'clerk', 'resident', 'integration')", name=op.f("ck_cases_channel_known")
        ),
        sa.CheckConstraint(
            "privacy_tier IN ('normal', 'restricted', 'confidential')", name=op.f("ck_cases_privacy_tier_known")
        ),
        sa.CheckConstraint(
            "status IN ('reported', 'verifying', 'filed', 'dispatched', 'handling', 'return_review', 'resolved', 'checking', 'closed', 'archived', 'rejected', 'merged', 'cancelled')",
            name=op.f("ck_cases_status_known"),
        ),
        sa.CheckConstraint("lat BETWEEN -90 AND 90 AND lon BETWEEN -180 AND 180", name=op.f("ck_cases_place_on_earth")),
        sa.CheckConstraint("version > 0", name=op.f("ck_cases_version_positive")),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_cases_area_code_areas")),
        sa.ForeignKeyConstraint(["category_code"], ["categories.code"], name=op.f("fk_cases_category_code_categories")),
        sa.ForeignKeyConstraint(["checker_id"], ["users.id"], name=op.f("fk_cases_checker_id_users")),
        sa.ForeignKeyConstraint(["handler_id"], ["users.id"], name=op.f("fk_cases_handler_id_users")),
        sa.ForeignKeyConstraint(
            ["lead_department_code"], ["departments.code"], name=op.f("fk_cases_lead_department_code_departments")
        ),
        sa.ForeignKeyConstraint(["reporter_id"], ["users.id"], name=op.f("fk_cases_reporter_id_users")),
        sa.ForeignKeyConstraint(["rule_code"], ["filing_rules.code"], name=op.f("fk_cases_rule_code_filing_rules")),
        sa.ForeignKeyConstraint(["verifier_id"], ["users.id"], name=op.f("fk_cases_verifier_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    op.create_index("ix_cases_area_reported", "cases", ["area_path", "reported_at", "id"], unique=False)
    op.create_index(
        "ix_cases_checker",
        "cases",
        ["checker_id"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index("ix_cases_lead_reported", "cases", ["lead_department_code", "reported_at", "id"], unique=False)
    op.create_index(
        "ix_cases_open_area",
        "cases",
        ["area_path", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index(
        "ix_cases_open_assists",
        "cases",
        ["assist_codes"],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index(
        "ix_cases_open_due",
        "cases",
        ["due_at", "id"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index(
        "ix_cases_open_lead",
        "cases",
        ["lead_department_code", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index(
        "ix_cases_open_place",
        "cases",
        ["lat", "lon"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index(
        "ix_cases_open_status",
        "cases",
        ["status", "stage_due_at", "id"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index("ix_cases_reported", "cases", ["reported_at", "id"], unique=False)
    op.create_index("ix_cases_reporter", "cases", ["reporter_id", "reported_at", "id"], unique=False)
    op.create_index("ix_cases_serial", "cases", ["serial"], unique=False)
    op.create_index(
        "ix_cases_verifier",
        "cases",
        ["verifier_id"],
        unique=False,
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.create_index("ix_cases_words", "cases", ["words"], unique=False, postgresql_using="gin")
    op.create_table(
        "approvals",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("proposed_department_code", sa.String(length=32), nullable=True),
        sa.Column("reason_code", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=2000), nullable=True),
        sa.CheckConstraint("kind IN ('return')", name=op.f("ck_approvals_kind_known")),
        sa.CheckConstraint("state IN ('pending', 'approved', 'refused')", name=op.f("ck_approvals_state_known")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_approvals_case_id_cases")),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_approvals_decided_by_users")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_approvals_department_code_departments")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_department_code"],
            ["departments.code"],
            name=op.f("fk_approvals_proposed_department_code_departments"),
        ),
        sa.ForeignKeyConstraint(["requested_by"], ["users.id"], name=op.f("fk_approvals_requested_by_users")),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_approvals")),
    )
    op.create_index(
        "uq_approvals_pending",
        "approvals",
        ["case_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "assignments",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('lead', 'assist')", name=op.f("ck_assignments_role_known")),
        sa.ForeignKeyConstraint(["assigned_by"], ["users.id"], name=op.f("fk_assignments_assigned_by_users")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_assignments_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_assignments_department_code_departments")
        ),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_assignments")),
    )
    op.create_index("ix_assignments_department_code", "assignments", ["department_code"], unique=False)
    op.create_index(
        "uq_assignments_open_lead",
        "assignments",
        ["case_id"],
        unique=True,
        postgresql_where=sa.text("role = 'lead' AND ended_at IS NULL"),
    )
    op.create_index(
        "uq_assignments_open_unit",
        "assignments",
        ["case_id", "department_code"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "attachments",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("round", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("media_type", sa.String(length=32), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("near_case", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("purpose IN ('before', 'after', 'scene')", name=op.f("ck_attachments_purpose_known")),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_attachments_size_positive")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_attachments_case_id_cases")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name=op.f("fk_attachments_uploaded_by_users")),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_attachments")),
    )
    op.create_index("uq_attachments_content", "attachments", ["case_id", "purpose", "round", "sha256"], unique=True)
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=32), nullable=False),
        sa.Column("from_status", sa.String(length=32), nullable=True),
        sa.Column("to_status", sa.String(length=32), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor_name", sa.String(length=64), nullable=True),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("device_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "action IN ('report', 'import', 'self_handle', 'refuse_self_handling', 'request_verification', 'submit_verification', 'expire_verification', 'reject', 'object', 'merge', 'unmerge', 'file', 'dispatch', 'sign', 'auto_sign', 'request_return', 'approve_return', 'refuse_return', 'send_back', 'complete_assist', 'release_assist', 'resolve', 'request_check', 'pass_check', 'fail_check', 'rework', 'close', 'force_close', 'reopen', 'rate', 'archive', 'cancel', 'comment', 'progress', 'attach', 'reveal_contact')",
            name=op.f("ck_case_events_action_known"),
        ),
        sa.CheckConstraint(
            "from_status IN ('reported', 'verifying', 'filed', 'dispatched', 'handling', 'return_review', 'resolved', 'checking', 'closed', 'archived', 'rejected', 'merged', 'cancelled')",
            name=op.f("ck_case_events_from_status_known"),
        ),
        sa.CheckConstraint(
            "to_status IN ('reported', 'verifying', 'filed', 'dispatched', 'handling', 'return_review', 'resolved', 'checking', 'closed', 'archived', 'rejected', 'merged', 'cancelled')",
            name=op.f("ck_case_events_to_status_known"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_events_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_case_events")),
    )
    op.create_table(
        "case_timers",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("parked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('verification', 'signing', 'rating_window')", name=op.f("ck_case_timers_kind_known")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_timers_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_case_timers")),
    )
    op.create_index(
        "ix_case_timers_due", "case_timers", ["due_at"], unique=False, postgresql_where=sa.text("parked_at IS NULL")
    )
    op.create_table(
        "followers",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_case_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("contact_name", sa.String(length=64), nullable=True),
        sa.Column("contact_phone", sa.String(length=32), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_followers_case_id_cases")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_followers_user_id_users")),
        sa.PrimaryKeyConstraint("case_id", "from_case_id", name=op.f("pk_followers")),
    )
    op.create_table(
        "outbox",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=64), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_outbox_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_outbox")),
    )
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"], unique=False)
    op.create_table(
        "ratings",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=True),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_ratings_score_range")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_ratings_case_id_cases")),
        sa.PrimaryKeyConstraint("case_id", "round", name=op.f("pk_ratings")),
    )
    grant_to_the_service()


def grant_to_the_service() -> None:
    op.execute("""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'yikou_app') THEN
                CREATE ROLE yikou_app NOLOGIN;
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END $$
    """)
    op.execute("DO $$ BEGIN EXECUTE format('GRANT yikou_app TO %I', current_user); END $$")
    op.execute("GRANT USAGE ON SCHEMA public TO yikou_app")
    op.execute("GRANT USAGE ON SEQUENCE case_serial TO yikou_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO yikou_app")
    for table in APPEND_ONLY:
        op.execute(f"REVOKE UPDATE, DELETE ON {table} FROM yikou_app")
    op.execute("REVOKE DELETE ON cases, categories, areas, departments, users FROM yikou_app")
    op.execute("REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM yikou_app")


def downgrade() -> None:
    op.drop_table("ratings")
    op.drop_index("ix_outbox_created_at", table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("followers")
    op.drop_index("ix_case_timers_due", table_name="case_timers", postgresql_where=sa.text("parked_at IS NULL"))
    op.drop_table("case_timers")
    op.drop_table("case_events")
    op.drop_index("uq_attachments_content", table_name="attachments")
    op.drop_table("attachments")
    op.drop_index("uq_assignments_open_unit", table_name="assignments", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index(
        "uq_assignments_open_lead",
        table_name="assignments",
        postgresql_where=sa.text("role = 'lead' AND ended_at IS NULL"),
    )
    op.drop_index("ix_assignments_department_code", table_name="assignments")
    op.drop_table("assignments")
    op.drop_index("uq_approvals_pending", table_name="approvals", postgresql_where=sa.text("state = 'pending'"))
    op.drop_table("approvals")
    op.drop_index("ix_cases_words", table_name="cases", postgresql_using="gin")
    op.drop_index(
        "ix_cases_verifier",
        table_name="cases",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index("ix_cases_serial", table_name="cases")
    op.drop_index("ix_cases_reporter", table_name="cases")
    op.drop_index("ix_cases_reported", table_name="cases")
    op.drop_index(
        "ix_cases_open_status",
        table_name="cases",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index(
        "ix_cases_open_place",
        table_name="cases",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index(
        "ix_cases_open_lead",
        table_name="cases",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index(
        "ix_cases_open_due",
        table_name="cases",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index(
        "ix_cases_open_assists",
        table_name="cases",
        postgresql_using="gin",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index(
        "ix_cases_open_area",
        table_name="cases",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index("ix_cases_lead_reported", table_name="cases")
    op.drop_index(
        "ix_cases_checker",
        table_name="cases",
        postgresql_where=sa.text(
            "status IN ('checking', 'dispatched', 'filed', 'handling', 'reported', 'resolved', 'return_review', 'verifying')"
        ),
    )
    op.drop_index("ix_cases_area_reported", table_name="cases")
    op.drop_table("cases")
    op.drop_index(op.f("ix_filing_rules_department_code"), table_name="filing_rules")
    op.drop_index(op.f("ix_filing_rules_category_code"), table_name="filing_rules")
    op.drop_table("filing_rules")
    op.drop_table("category_crosswalk")
    op.drop_index(op.f("ix_refresh_tokens_user_id"), table_name="refresh_tokens")
    op.drop_index(op.f("ix_refresh_tokens_family_id"), table_name="refresh_tokens")
    op.drop_table("refresh_tokens")
    op.drop_index(op.f("ix_jurisdictions_area_code"), table_name="jurisdictions")
    op.drop_table("jurisdictions")
    op.drop_table("department_names")
    op.drop_index(op.f("ix_categories_standard_code"), table_name="categories")
    op.drop_table("categories")
    op.drop_index(op.f("ix_appointments_user_id"), table_name="appointments")
    op.drop_index(op.f("ix_appointments_department_code"), table_name="appointments")
    op.drop_index(op.f("ix_appointments_area_code"), table_name="appointments")
    op.drop_table("appointments")
    op.drop_table("worker_beat")
    op.drop_table("users")
    op.drop_table("reference_versions")
    op.drop_index("ix_receipts_created_at", table_name="receipts")
    op.drop_table("receipts")
    op.drop_index("ix_rating_tokens_case_id", table_name="rating_tokens")
    op.drop_table("rating_tokens")
    op.drop_table("external_references")
    op.drop_index("ix_departments_path", table_name="departments")
    op.drop_table("departments")
    op.drop_table("category_standards")
    op.drop_index("ix_areas_path", table_name="areas")
    op.drop_index("ix_areas_parent_code_code", table_name="areas")
    op.drop_table("areas")
    op.execute("DROP SEQUENCE case_serial")
