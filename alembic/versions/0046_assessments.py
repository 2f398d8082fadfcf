"""Schemes of evaluation, their periods and results, points by hand, and appeals: of results, and of cases by units.

What a published period says is kept as it was; corrections are added beside it, and nothing is taken from them.
"""

from alembic import op

revision = "0046"
down_revision = "0052"
branch_labels = None
depends_on = None

_TABLES = (
    "case_appeals", "assessment_corrections", "assessment_appeals", "assessment_inputs", "assessment_results",
    "assessment_periods", "assessment_schemes",
)  # fmt: skip
_STATEMENTS = (
    """
    CREATE TABLE assessment_schemes (
        id UUID NOT NULL,
        code VARCHAR(32) NOT NULL,
        version INTEGER NOT NULL,
        name VARCHAR(120) NOT NULL,
        name_en VARCHAR(120),
        assessed VARCHAR(32) NOT NULL,
        area_path VARCHAR(160) COLLATE "C" NOT NULL,
        valid_from DATE NOT NULL,
        valid_to DATE,
        document JSONB NOT NULL,
        created_by UUID NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT pk_assessment_schemes PRIMARY KEY (id),
        CONSTRAINT ck_assessment_schemes_assessed_known CHECK (assessed IN ('worker', 'grid', 'village', 'station', 'department')),
        CONSTRAINT ck_assessment_schemes_dates_in_order CHECK (valid_to IS NULL OR valid_to >= valid_from),
        CONSTRAINT fk_assessment_schemes_created_by_users FOREIGN KEY(created_by) REFERENCES users (id)
    )
    """,
    "CREATE UNIQUE INDEX uq_assessment_schemes_version ON assessment_schemes (code, version)",
    """
    CREATE TABLE assessment_periods (
        id UUID NOT NULL,
        scheme_id UUID NOT NULL,
        scheme_code VARCHAR(32) NOT NULL,
        area_path VARCHAR(160) COLLATE "C" NOT NULL,
        first DATE NOT NULL,
        last DATE NOT NULL,
        state VARCHAR(32) DEFAULT 'open' NOT NULL,
        version INTEGER DEFAULT '1' NOT NULL,
        done INTEGER DEFAULT '0' NOT NULL,
        total INTEGER DEFAULT '0' NOT NULL,
        created_by UUID NOT NULL,
        created_at TIMESTAMPTZ NOT NULL,
        computed_at TIMESTAMPTZ,
        reviewed_by UUID,
        reviewed_at TIMESTAMPTZ,
        published_by UUID,
        published_at TIMESTAMPTZ,
        appeal_until TIMESTAMPTZ,
        CONSTRAINT pk_assessment_periods PRIMARY KEY (id),
        CONSTRAINT ck_assessment_periods_state_known CHECK (state IN ('open', 'computing', 'computed', 'reviewed', 'published')),
        CONSTRAINT ck_assessment_periods_dates_in_order CHECK (last >= first),
        CONSTRAINT fk_assessment_periods_scheme_id_assessment_schemes FOREIGN KEY(scheme_id) REFERENCES assessment_schemes (id),
        CONSTRAINT fk_assessment_periods_created_by_users FOREIGN KEY(created_by) REFERENCES users (id),
        CONSTRAINT fk_assessment_periods_reviewed_by_users FOREIGN KEY(reviewed_by) REFERENCES users (id),
        CONSTRAINT fk_assessment_periods_published_by_users FOREIGN KEY(published_by) REFERENCES users (id)
    )
    """,
    "CREATE INDEX ix_assessment_periods_computing ON assessment_periods (id) WHERE state = 'computing'",
    "CREATE UNIQUE INDEX uq_assessment_periods_once ON assessment_periods (scheme_code, area_path, first, last)",
    """
    CREATE TABLE assessment_results (
        period_id UUID NOT NULL,
        subject VARCHAR(64) NOT NULL,
        name VARCHAR(120) NOT NULL,
        area_path VARCHAR(160) COLLATE "C",
        score FLOAT,
        colour VARCHAR(32),
        rank INTEGER,
        place INTEGER NOT NULL,
        document JSONB NOT NULL,
        CONSTRAINT pk_assessment_results PRIMARY KEY (period_id, subject),
        CONSTRAINT fk_assessment_results_period_id_assessment_periods FOREIGN KEY(period_id) REFERENCES assessment_periods (id)
    )
    """,
    "CREATE INDEX ix_assessment_results_place ON assessment_results (period_id, place, subject)",
    "CREATE INDEX ix_assessment_results_subject ON assessment_results (subject, period_id)",
    """
    CREATE TABLE assessment_inputs (
        period_id UUID NOT NULL,
        subject VARCHAR(64) NOT NULL,
        item VARCHAR(32) NOT NULL,
        points FLOAT NOT NULL,
        reason VARCHAR(500),
        given_by UUID NOT NULL,
        given_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT pk_assessment_inputs PRIMARY KEY (period_id, subject, item),
        CONSTRAINT fk_assessment_inputs_period_id_assessment_periods FOREIGN KEY(period_id) REFERENCES assessment_periods (id),
        CONSTRAINT fk_assessment_inputs_given_by_users FOREIGN KEY(given_by) REFERENCES users (id)
    )
    """,
    """
    CREATE TABLE assessment_appeals (
        id UUID NOT NULL,
        period_id UUID NOT NULL,
        subject VARCHAR(64) NOT NULL,
        area_path VARCHAR(160) COLLATE "C" NOT NULL,
        reason VARCHAR(2000) NOT NULL,
        evidence VARCHAR(2000),
        asked_by UUID NOT NULL,
        asked_at TIMESTAMPTZ NOT NULL,
        due_at TIMESTAMPTZ NOT NULL,
        state VARCHAR(32) DEFAULT 'pending' NOT NULL,
        first_by UUID,
        first_at TIMESTAMPTZ,
        first_note VARCHAR(2000),
        second_by UUID,
        second_at TIMESTAMPTZ,
        second_note VARCHAR(2000),
        CONSTRAINT pk_assessment_appeals PRIMARY KEY (id),
        CONSTRAINT ck_assessment_appeals_state_known CHECK (state IN ('pending', 'first_granted', 'first_refused', 'second_pending', 'granted', 'refused')),
        CONSTRAINT fk_assessment_appeals_period_id_assessment_periods FOREIGN KEY(period_id) REFERENCES assessment_periods (id),
        CONSTRAINT fk_assessment_appeals_asked_by_users FOREIGN KEY(asked_by) REFERENCES users (id),
        CONSTRAINT fk_assessment_appeals_first_by_users FOREIGN KEY(first_by) REFERENCES users (id),
        CONSTRAINT fk_assessment_appeals_second_by_users FOREIGN KEY(second_by) REFERENCES users (id)
    )
    """,
    "CREATE UNIQUE INDEX uq_assessment_appeals_once ON assessment_appeals (period_id, subject)",
    """
    CREATE TABLE assessment_corrections (
        id UUID NOT NULL,
        period_id UUID NOT NULL,
        subject VARCHAR(64) NOT NULL,
        appeal_id UUID NOT NULL,
        score FLOAT,
        colour VARCHAR(32),
        document JSONB NOT NULL,
        reason VARCHAR(2000) NOT NULL,
        made_by UUID NOT NULL,
        made_at TIMESTAMPTZ NOT NULL,
        CONSTRAINT pk_assessment_corrections PRIMARY KEY (id),
        CONSTRAINT fk_assessment_corrections_period_id_assessment_periods FOREIGN KEY(period_id) REFERENCES assessment_periods (id),
        CONSTRAINT fk_assessment_corrections_appeal_id_assessment_appeals FOREIGN KEY(appeal_id) REFERENCES assessment_appeals (id),
        CONSTRAINT fk_assessment_corrections_made_by_users FOREIGN KEY(made_by) REFERENCES users (id)
    )
    """,
    "CREATE INDEX ix_assessment_corrections_result ON assessment_corrections (period_id, subject)",
    """
    CREATE TABLE case_appeals (
        case_id UUID NOT NULL,
        id UUID NOT NULL,
        about VARCHAR(32) NOT NULL,
        department_code VARCHAR(32) NOT NULL,
        reason VARCHAR(2000) NOT NULL,
        evidence_ids UUID[] DEFAULT '{}' NOT NULL,
        asked_by UUID NOT NULL,
        asked_at TIMESTAMPTZ NOT NULL,
        due_at TIMESTAMPTZ NOT NULL,
        state VARCHAR(32) DEFAULT 'pending' NOT NULL,
        first_by UUID,
        first_at TIMESTAMPTZ,
        first_note VARCHAR(2000),
        second_by UUID,
        second_at TIMESTAMPTZ,
        second_note VARCHAR(2000),
        CONSTRAINT pk_case_appeals PRIMARY KEY (case_id, id),
        CONSTRAINT ck_case_appeals_about_known CHECK (about IN ('overdue', 'rework', 'return')),
        CONSTRAINT ck_case_appeals_state_known CHECK (state IN ('pending', 'first_granted', 'first_refused', 'second_pending', 'granted', 'refused')),
        CONSTRAINT fk_case_appeals_case_id_cases FOREIGN KEY(case_id) REFERENCES cases (id),
        CONSTRAINT fk_case_appeals_department_code_departments FOREIGN KEY(department_code) REFERENCES departments (code),
        CONSTRAINT fk_case_appeals_asked_by_users FOREIGN KEY(asked_by) REFERENCES users (id),
        CONSTRAINT fk_case_appeals_first_by_users FOREIGN KEY(first_by) REFERENCES users (id),
        CONSTRAINT fk_case_appeals_second_by_users FOREIGN KEY(second_by) REFERENCES users (id)
    )
    """,
    "CREATE INDEX ix_case_appeals_undecided ON case_appeals (due_at, id) WHERE state IN ('pending', 'first_granted')",
    "CREATE UNIQUE INDEX uq_case_appeals_once ON case_appeals (case_id, about, department_code)",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
    op.execute(
        "GRANT SELECT, INSERT, UPDATE ON assessment_periods, assessment_appeals, assessment_inputs, case_appeals TO yikou_app"
    )
    op.execute("GRANT SELECT, INSERT ON assessment_schemes, assessment_corrections TO yikou_app")
    op.execute("GRANT SELECT, INSERT, DELETE ON assessment_results TO yikou_app")


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
