"""Co-building 共建: groups and their quarters, marks and results; tasks, activities, adoptions and projects.

Few rows: a county has some hundred groups; what grows is what they do, some rows a group and week. What was published,
and who did what, is only added to.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from alembic import op

revision = "0051"
down_revision = "0053"
branch_labels = None
depends_on = None


def _groups() -> None:
    op.create_table(
        "cobuilding_groups",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("founded_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_cobuilding_groups_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_cobuilding_groups_area_code_areas")),
        sa.ForeignKeyConstraint(["founded_by"], ["users.id"], name=op.f("fk_cobuilding_groups_founded_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_groups")),
    )
    op.create_index(op.f("ix_cobuilding_groups_area_code"), "cobuilding_groups", ["area_code"], unique=False)
    op.create_index(
        "uq_cobuilding_groups_area",
        "cobuilding_groups",
        ["area_code"],
        unique=True,
        postgresql_where=sa.text("valid_to IS NULL"),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_groups TO yikou_app")
    op.create_table(
        "cobuilding_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("role IN ('lead', 'member')", name=op.f("ck_cobuilding_members_role_known")),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_cobuilding_members_dates_in_order")
        ),
        sa.ForeignKeyConstraint(["added_by"], ["users.id"], name=op.f("fk_cobuilding_members_added_by_users")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_cobuilding_members_department_code_departments")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_members_group_id_cobuilding_groups")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_members")),
    )
    op.create_index("ix_cobuilding_members_department_code", "cobuilding_members", ["department_code"], unique=False)
    op.create_index("ix_cobuilding_members_group_id", "cobuilding_members", ["group_id", "valid_from"], unique=False)
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_members TO yikou_app")


def _quarters() -> None:
    op.create_table(
        "cobuilding_schemes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("body", JSONB(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_cobuilding_schemes_area_code_areas")),
        sa.ForeignKeyConstraint(["written_by"], ["users.id"], name=op.f("fk_cobuilding_schemes_written_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_schemes")),
    )
    op.create_index("uq_cobuilding_schemes_version", "cobuilding_schemes", ["area_code", "version"], unique=True)
    op.execute("GRANT SELECT, INSERT ON cobuilding_schemes TO yikou_app")
    op.create_table(
        "cobuilding_periods",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.Column("computation", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("opened_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("computed_by", sa.Uuid(), nullable=True),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_cobuilding_periods_published_at_known")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'computed', 'published')", name=op.f("ck_cobuilding_periods_state_known")
        ),
        sa.CheckConstraint("number BETWEEN 1 AND 4", name=op.f("ck_cobuilding_periods_number_known")),
        sa.ForeignKeyConstraint(["area_code"], ["areas.code"], name=op.f("fk_cobuilding_periods_area_code_areas")),
        sa.ForeignKeyConstraint(["computed_by"], ["users.id"], name=op.f("fk_cobuilding_periods_computed_by_users")),
        sa.ForeignKeyConstraint(["opened_by"], ["users.id"], name=op.f("fk_cobuilding_periods_opened_by_users")),
        sa.ForeignKeyConstraint(["published_by"], ["users.id"], name=op.f("fk_cobuilding_periods_published_by_users")),
        sa.ForeignKeyConstraint(
            ["scheme_id"], ["cobuilding_schemes.id"], name=op.f("fk_cobuilding_periods_scheme_id_cobuilding_schemes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_periods")),
    )
    op.create_index("uq_cobuilding_periods_quarter", "cobuilding_periods", ["area_code", "year", "number"], unique=True)
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_periods TO yikou_app")


def _marks() -> None:
    op.create_table(
        "cobuilding_assessments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("marks", JSONB(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("is_late", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("assessed_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessed_by"], ["users.id"], name=op.f("fk_cobuilding_assessments_assessed_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_assessments_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_id"],
            ["cobuilding_schemes.id"],
            name=op.f("fk_cobuilding_assessments_scheme_id_cobuilding_schemes"),
        ),
        sa.PrimaryKeyConstraint("id", "revision", name=op.f("pk_cobuilding_assessments")),
    )
    op.create_index(
        "uq_cobuilding_assessments_revision", "cobuilding_assessments", ["group_id", "month", "revision"], unique=True
    )
    op.execute("GRANT SELECT, INSERT ON cobuilding_assessments TO yikou_app")
    op.create_table(
        "cobuilding_inspections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("inspector_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marks", JSONB(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("inspected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'submitted') = (score IS NOT NULL)", name=op.f("ck_cobuilding_inspections_score_known")
        ),
        sa.CheckConstraint(
            "state IN ('assigned', 'submitted', 'withdrawn')", name=op.f("ck_cobuilding_inspections_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["users.id"], name=op.f("fk_cobuilding_inspections_assigned_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_inspections_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(
            ["inspector_id"], ["users.id"], name=op.f("fk_cobuilding_inspections_inspector_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["cobuilding_periods.id"],
            name=op.f("fk_cobuilding_inspections_period_id_cobuilding_periods"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_inspections")),
    )
    op.create_index("ix_cobuilding_inspections_group_id", "cobuilding_inspections", ["group_id"], unique=False)
    op.create_index("ix_cobuilding_inspections_inspector_id", "cobuilding_inspections", ["inspector_id"], unique=False)
    op.create_index(
        "uq_cobuilding_inspections_inspector",
        "cobuilding_inspections",
        ["period_id", "group_id", "inspector_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_inspections TO yikou_app")
    op.create_table(
        "cobuilding_ballots",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=500), nullable=True),
        sa.CheckConstraint("(score IS NULL) = (used_at IS NULL)", name=op.f("ck_cobuilding_ballots_used_at_known")),
        sa.CheckConstraint("score BETWEEN 1 AND 5", name=op.f("ck_cobuilding_ballots_score_known")),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_ballots_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(["issued_by"], ["users.id"], name=op.f("fk_cobuilding_ballots_issued_by_users")),
        sa.ForeignKeyConstraint(
            ["period_id"], ["cobuilding_periods.id"], name=op.f("fk_cobuilding_ballots_period_id_cobuilding_periods")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_cobuilding_ballots")),
    )
    op.create_index("ix_cobuilding_ballots_period_id", "cobuilding_ballots", ["period_id", "group_id"], unique=False)
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_ballots TO yikou_app")


def _results() -> None:
    op.create_table(
        "cobuilding_results",
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("computation", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("is_tied", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.Column("detail", JSONB(), nullable=False),
        sa.CheckConstraint(
            "verdict IN ('commended', 'ordinary', 'criticised', 'unranked')",
            name=op.f("ck_cobuilding_results_verdict_known"),
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_results_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"], ["cobuilding_periods.id"], name=op.f("fk_cobuilding_results_period_id_cobuilding_periods")
        ),
        sa.PrimaryKeyConstraint("period_id", "computation", "group_id", name=op.f("pk_cobuilding_results")),
    )
    op.execute("GRANT SELECT, INSERT ON cobuilding_results TO yikou_app")
    op.create_table(
        "cobuilding_corrections",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("period_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("before", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("corrected_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "part IN ('self', 'inspection', 'residents')", name=op.f("ck_cobuilding_corrections_part_known")
        ),
        sa.CheckConstraint("value BETWEEN 0 AND 10000", name=op.f("ck_cobuilding_corrections_value_known")),
        sa.ForeignKeyConstraint(
            ["corrected_by"], ["users.id"], name=op.f("fk_cobuilding_corrections_corrected_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_corrections_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(
            ["period_id"],
            ["cobuilding_periods.id"],
            name=op.f("fk_cobuilding_corrections_period_id_cobuilding_periods"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_corrections")),
    )
    op.create_index(
        "ix_cobuilding_corrections_period_id", "cobuilding_corrections", ["period_id", "group_id", "id"], unique=False
    )
    op.execute("GRANT SELECT, INSERT ON cobuilding_corrections TO yikou_app")


def _tasks() -> None:
    op.create_table(
        "cobuilding_tasks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=True),
        sa.Column("evidence", sa.String(length=300), nullable=True),
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("result", sa.String(length=2000), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("set_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'done', 'accepted', 'withdrawn')", name=op.f("ck_cobuilding_tasks_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_cobuilding_tasks_department_code_departments")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_tasks_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name=op.f("fk_cobuilding_tasks_set_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_tasks")),
    )
    op.create_index(
        "ix_cobuilding_tasks_department_code", "cobuilding_tasks", ["department_code", "due_on"], unique=False
    )
    op.create_index("ix_cobuilding_tasks_group_id", "cobuilding_tasks", ["group_id", "quarter", "id"], unique=False)
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_tasks TO yikou_app")


def _activities() -> None:
    op.create_table(
        "cobuilding_activities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("minutes", sa.String(length=4000), nullable=True),
        sa.Column("residents_present", sa.Integer(), nullable=True),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('meeting', 'labour_day', 'visit', 'talk')", name=op.f("ck_cobuilding_activities_kind_known")
        ),
        sa.CheckConstraint(
            "state IN ('planned', 'held', 'cancelled')", name=op.f("ck_cobuilding_activities_state_known")
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_cobuilding_activities_times_in_order")),
        sa.CheckConstraint("residents_present >= 0", name=op.f("ck_cobuilding_activities_residents_present_known")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_cobuilding_activities_department_code_departments")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_activities_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(["planned_by"], ["users.id"], name=op.f("fk_cobuilding_activities_planned_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_activities")),
    )
    op.create_index(
        "ix_cobuilding_activities_group_id", "cobuilding_activities", ["group_id", "starts_at", "id"], unique=False
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_activities TO yikou_app")
    op.create_table(
        "cobuilding_attendances",
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("department_code", sa.String(length=32), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("distance_m", sa.Integer(), nullable=True),
        sa.Column("device_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("remarks", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["cobuilding_activities.id"],
            name=op.f("fk_cobuilding_attendances_activity_id_cobuilding_activities"),
        ),
        sa.ForeignKeyConstraint(
            ["department_code"],
            ["departments.code"],
            name=op.f("fk_cobuilding_attendances_department_code_departments"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_cobuilding_attendances_user_id_users")),
        sa.PrimaryKeyConstraint("activity_id", "user_id", name=op.f("pk_cobuilding_attendances")),
    )
    op.create_index(op.f("ix_cobuilding_attendances_user_id"), "cobuilding_attendances", ["user_id"], unique=False)
    op.execute("GRANT SELECT, INSERT ON cobuilding_attendances TO yikou_app")


def _adoptions() -> None:
    op.create_table(
        "cobuilding_adoptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("department_code", sa.String(length=32), nullable=True),
        sa.Column("resident_name", sa.String(length=64), nullable=True),
        sa.Column("resident_phone", sa.String(length=100), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('place', 'matter')", name=op.f("ck_cobuilding_adoptions_kind_known")),
        sa.CheckConstraint(
            "num_nonnulls(department_code, resident_name) = 1", name=op.f("ck_cobuilding_adoptions_one_adopter")
        ),
        sa.CheckConstraint(
            "resident_phone IS NULL OR resident_name IS NOT NULL",
            name=op.f("ck_cobuilding_adoptions_phone_of_somebody"),
        ),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_cobuilding_adoptions_dates_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_cobuilding_adoptions_department_code_departments")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_adoptions_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_cobuilding_adoptions_recorded_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_adoptions")),
    )
    op.create_index("ix_cobuilding_adoptions_group_id", "cobuilding_adoptions", ["group_id", "id"], unique=False)
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_adoptions TO yikou_app")


def _projects() -> None:
    op.create_table(
        "cobuilding_projects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=True),
        sa.Column("department_code", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('running', 'done', 'stopped')", name=op.f("ck_cobuilding_projects_state_known")),
        sa.ForeignKeyConstraint(
            ["department_code"], ["departments.code"], name=op.f("fk_cobuilding_projects_department_code_departments")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["cobuilding_groups.id"], name=op.f("fk_cobuilding_projects_group_id_cobuilding_groups")
        ),
        sa.ForeignKeyConstraint(["planned_by"], ["users.id"], name=op.f("fk_cobuilding_projects_planned_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_projects")),
    )
    op.create_index("ix_cobuilding_projects_group_id", "cobuilding_projects", ["group_id", "id"], unique=False)
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_projects TO yikou_app")
    op.create_table(
        "cobuilding_stages",
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("result", sa.String(length=2000), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["cobuilding_projects.id"], name=op.f("fk_cobuilding_stages_project_id_cobuilding_projects")
        ),
        sa.PrimaryKeyConstraint("project_id", "position", name=op.f("pk_cobuilding_stages")),
    )
    op.execute("GRANT SELECT, INSERT, UPDATE ON cobuilding_stages TO yikou_app")


def _evidence() -> None:
    op.create_table(
        "cobuilding_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('created', 'reported', 'accepted', 'sent_back', 'changed', 'withdrawn', 'minuted', 'cancelled', 'did', 'ended', 'stage_done')",
            name=op.f("ck_cobuilding_entries_kind_known"),
        ),
        sa.CheckConstraint(
            "subject IN ('task', 'activity', 'adoption', 'project', 'inspection', 'assessment')",
            name=op.f("ck_cobuilding_entries_subject_known"),
        ),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name=op.f("fk_cobuilding_entries_entered_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_entries")),
    )
    op.create_index("ix_cobuilding_entries_subject_id", "cobuilding_entries", ["subject_id", "id"], unique=False)
    op.execute("GRANT SELECT, INSERT ON cobuilding_entries TO yikou_app")
    op.create_table(
        "cobuilding_photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("item_code", sa.String(length=32), server_default=sa.text("''"), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("is_repeated", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject IN ('task', 'activity', 'adoption', 'project', 'inspection', 'assessment')",
            name=op.f("ck_cobuilding_photos_subject_known"),
        ),
        sa.ForeignKeyConstraint(["sha256"], ["photos.sha256"], name=op.f("fk_cobuilding_photos_sha256_photos")),
        sa.ForeignKeyConstraint(["uploaded_by"], ["users.id"], name=op.f("fk_cobuilding_photos_uploaded_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cobuilding_photos")),
    )
    op.create_index(
        "uq_cobuilding_photos_content", "cobuilding_photos", ["subject_id", "item_code", "sha256"], unique=True
    )
    op.execute("GRANT SELECT, INSERT ON cobuilding_photos TO yikou_app")


def upgrade() -> None:
    _groups()
    _quarters()
    _marks()
    _results()
    _tasks()
    _activities()
    _adoptions()
    _projects()
    _evidence()


def downgrade() -> None:
    op.drop_table("cobuilding_photos")
    op.drop_table("cobuilding_entries")
    op.drop_table("cobuilding_stages")
    op.drop_table("cobuilding_projects")
    op.drop_table("cobuilding_adoptions")
    op.drop_table("cobuilding_attendances")
    op.drop_table("cobuilding_activities")
    op.drop_table("cobuilding_tasks")
    op.drop_table("cobuilding_corrections")
    op.drop_table("cobuilding_results")
    op.drop_table("cobuilding_ballots")
    op.drop_table("cobuilding_inspections")
    op.drop_table("cobuilding_assessments")
    op.drop_table("cobuilding_periods")
    op.drop_table("cobuilding_schemes")
    op.drop_table("cobuilding_members")
    op.drop_table("cobuilding_groups")
