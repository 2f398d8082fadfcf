"""Households of a village with their people, points as a ledger that is only added to, and what hangs on both."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0050"
down_revision = "0051"
branch_labels = None
depends_on = None

_ADDED_TO = "household_looks, points_votes, points_entries, reward_moves, family_titles, pairing_visits"
_CHANGED = (
    "village_registers, households, household_people, household_members, council_seats, points_proposals, "
    "points_appeals, rewards, redemptions, pairings"
)


def upgrade() -> None:
    op.create_table(
        "family_titles",
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("publisher_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["publisher_id"], ["users.id"], name=op.f("fk_family_titles_publisher_id_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_family_titles_village_code_areas")),
        sa.PrimaryKeyConstraint("village_code", "year", name=op.f("pk_family_titles")),
    )
    op.create_table(
        "household_people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=True),
        sa.Column("phone", sa.String(length=100), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_household_people_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_people")),
    )
    op.create_index(
        "ix_household_people_user",
        "household_people",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_table(
        "households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("household_number", sa.Integer(), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("resident", "tenant", "collective", name="householdkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("from_household_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum("moved", "merged", "dissolved", "mistake", name="endreason", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("version", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "end_reason IN ('moved', 'merged', 'dissolved', 'mistake')", name=op.f("ck_households_end_reason_known")
        ),
        sa.CheckConstraint("kind IN ('resident', 'tenant', 'collective')", name=op.f("ck_households_kind_known")),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= since", name=op.f("ck_households_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["from_household_id"], ["households.id"], name=op.f("fk_households_from_household_id_households")
        ),
        sa.ForeignKeyConstraint(["registered_by"], ["users.id"], name=op.f("fk_households_registered_by_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_households_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
    )
    op.create_index("ix_households_area", "households", ["area_path", "id"], unique=False)
    op.create_index("uq_households_number", "households", ["village_code", "household_number"], unique=True)
    op.create_table(
        "points_lists",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.Enum("ranking", "entries", name="listkind", native_enum=False, length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column(
            "label",
            sa.Enum("number", "masked_name", "name", name="listlabel", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("publisher_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('ranking', 'entries')", name=op.f("ck_points_lists_kind_known")),
        sa.CheckConstraint("label IN ('number', 'masked_name', 'name')", name=op.f("ck_points_lists_label_known")),
        sa.CheckConstraint("until >= since", name=op.f("ck_points_lists_dates_in_order")),
        sa.ForeignKeyConstraint(["publisher_id"], ["users.id"], name=op.f("fk_points_lists_publisher_id_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_points_lists_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_lists")),
    )
    op.create_index("ix_points_lists_village", "points_lists", ["village_code", "id"], unique=False)
    op.create_index("uq_points_lists_period", "points_lists", ["village_code", "kind", "since", "until"], unique=True)
    op.create_table(
        "points_rules",
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("document", postgresql.JSONB(), nullable=False),
        sa.Column("rules_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["rules_by"], ["users.id"], name=op.f("fk_points_rules_rules_by_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_points_rules_village_code_areas")),
        sa.PrimaryKeyConstraint("village_code", "valid_from", name=op.f("pk_points_rules")),
    )
    op.create_table(
        "rewards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.Column("is_active", sa.Boolean(), server_default=sa.text("'true'"), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("'1'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost > 0", name=op.f("ck_rewards_cost_positive")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_rewards_stock_not_negative")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_rewards_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewards")),
    )
    op.create_index("ix_rewards_village", "rewards", ["village_code", "id"], unique=False)
    op.create_index("uq_rewards_name", "rewards", ["village_code", "name"], unique=True)
    op.create_table(
        "village_photos",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("repeated", sa.Boolean(), server_default=sa.text("'false'"), nullable=False),
        sa.Column("uploader_id", sa.Uuid(), nullable=False),
        sa.Column("used_for", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["uploader_id"], ["users.id"], name=op.f("fk_village_photos_uploader_id_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_village_photos_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_photos")),
    )
    op.create_index("ix_village_photos_created", "village_photos", ["created_at"], unique=False)
    op.create_index(
        "ix_village_photos_used_for",
        "village_photos",
        ["used_for"],
        unique=False,
        postgresql_where=sa.text("used_for IS NOT NULL"),
    )
    op.create_table(
        "village_registers",
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("last_number", sa.Integer(), server_default=sa.text("'0'"), nullable=False),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_village_registers_village_code_areas")),
        sa.PrimaryKeyConstraint("village_code", name=op.f("pk_village_registers")),
    )
    op.create_table(
        "council_seats",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("seated_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id IS NOT NULL OR user_id IS NOT NULL", name=op.f("ck_council_seats_somebody")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_council_seats_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["household_people.id"], name=op.f("fk_council_seats_person_id_household_people")
        ),
        sa.ForeignKeyConstraint(["seated_by"], ["users.id"], name=op.f("fk_council_seats_seated_by_users")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_council_seats_user_id_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_council_seats_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_seats")),
    )
    op.create_index(
        "ix_council_seats_user",
        "council_seats",
        ["user_id"],
        unique=False,
        postgresql_where=sa.text("user_id IS NOT NULL"),
    )
    op.create_index("ix_council_seats_village", "council_seats", ["village_code", "id"], unique=False)
    op.create_table(
        "household_looks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "contact", "visit", "verify", "correct", "appeal", name="lookpurpose", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("looker_id", sa.Uuid(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "purpose IN ('contact', 'visit', 'verify', 'correct', 'appeal')",
            name=op.f("ck_household_looks_purpose_known"),
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_looks_household_id_households")
        ),
        sa.ForeignKeyConstraint(["looker_id"], ["users.id"], name=op.f("fk_household_looks_looker_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_looks")),
    )
    op.create_index(
        "ix_household_looks_household", "household_looks", ["household_id", "looked_at", "id"], unique=False
    )
    op.create_table(
        "household_members",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum(
                "head", "spouse", "child", "parent", "other", "tenant", name="relation", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "relation IN ('head', 'spouse', 'child', 'parent', 'other', 'tenant')",
            name=op.f("ck_household_members_relation_known"),
        ),
        sa.CheckConstraint("until IS NULL OR until >= since", name=op.f("ck_household_members_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_household_members_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["household_people.id"], name=op.f("fk_household_members_person_id_household_people")
        ),
        sa.PrimaryKeyConstraint("household_id", "person_id", "since", name=op.f("pk_household_members")),
    )
    op.create_index(
        "uq_household_members_one_head",
        "household_members",
        ["household_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL AND relation = 'head'"),
    )
    op.create_index(
        "uq_household_members_one_home",
        "household_members",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "pairings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=True),
        sa.Column("helper_person_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("goal", sa.String(length=2000), nullable=False),
        sa.Column("points_then", sa.Integer(), nullable=False),
        sa.Column("rank_then", sa.Integer(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(length=2000), nullable=True),
        sa.Column("paired_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("helper_id IS NOT NULL OR helper_person_id IS NOT NULL", name=op.f("ck_pairings_somebody")),
        sa.ForeignKeyConstraint(["helper_id"], ["users.id"], name=op.f("fk_pairings_helper_id_users")),
        sa.ForeignKeyConstraint(
            ["helper_person_id"], ["household_people.id"], name=op.f("fk_pairings_helper_person_id_household_people")
        ),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name=op.f("fk_pairings_household_id_households")),
        sa.ForeignKeyConstraint(["paired_by"], ["users.id"], name=op.f("fk_pairings_paired_by_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_pairings_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairings")),
    )
    op.create_index(
        "ix_pairings_helper",
        "pairings",
        ["helper_id"],
        unique=False,
        postgresql_where=sa.text("helper_id IS NOT NULL AND ended_on IS NULL"),
    )
    op.create_index("ix_pairings_village", "pairings", ["village_code", "id"], unique=False)
    op.create_index(
        "uq_pairings_open", "pairings", ["household_id"], unique=True, postgresql_where=sa.text("ended_on IS NULL")
    )
    op.create_table(
        "points_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("area_path", sa.String(length=160, collation="C"), nullable=False),
        sa.Column("kind", sa.Enum("award", "deduct", name="rulekind", native_enum=False, length=32), nullable=False),
        sa.Column("rule_code", sa.String(length=32), nullable=False),
        sa.Column("rule_name", sa.String(length=120), nullable=False),
        sa.Column("rules_from", sa.Date(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("about_case_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("activity", sa.String(length=120), nullable=True),
        sa.Column("voters", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "passed", "rejected", "lapsed", "withdrawn", name="proposalstate", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("proposer_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("close_note", sa.String(length=2000), nullable=True),
        sa.CheckConstraint("kind IN ('award', 'deduct')", name=op.f("ck_points_proposals_kind_known")),
        sa.CheckConstraint(
            "state IN ('open', 'passed', 'rejected', 'lapsed', 'withdrawn')",
            name=op.f("ck_points_proposals_state_known"),
        ),
        sa.CheckConstraint("points > 0", name=op.f("ck_points_proposals_points_positive")),
        sa.ForeignKeyConstraint(["closed_by"], ["users.id"], name=op.f("fk_points_proposals_closed_by_users")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_points_proposals_household_id_households")
        ),
        sa.ForeignKeyConstraint(["proposer_id"], ["users.id"], name=op.f("fk_points_proposals_proposer_id_users")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_points_proposals_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_proposals")),
    )
    op.create_index(
        "ix_points_proposals_closing",
        "points_proposals",
        ["closes_at"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index("ix_points_proposals_village", "points_proposals", ["village_code", "id"], unique=False)
    op.create_index(
        "uq_points_proposals_case",
        "points_proposals",
        ["household_id", "rule_code", "about_case_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'passed') AND about_case_id IS NOT NULL"),
    )
    op.create_index(
        "uq_points_proposals_same",
        "points_proposals",
        ["household_id", "rule_code", "occurred_on"],
        unique=True,
        postgresql_where=sa.text("state IN ('open', 'passed')"),
    )
    op.create_table(
        "redemptions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("reward_id", sa.Uuid(), nullable=False),
        sa.Column("reward_name", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column(
            "state", sa.Enum("made", "returned", name="redemptionstate", native_enum=False, length=32), nullable=False
        ),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_by", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint("state IN ('made', 'returned')", name=op.f("ck_redemptions_state_known")),
        sa.CheckConstraint("quantity > 0 AND points > 0", name=op.f("ck_redemptions_something")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_redemptions_household_id_households")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_redemptions_made_by_users")),
        sa.ForeignKeyConstraint(["returned_by"], ["users.id"], name=op.f("fk_redemptions_returned_by_users")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_redemptions_reward_id_rewards")),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_redemptions_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
    )
    op.create_index("ix_redemptions_village", "redemptions", ["village_code", "id"], unique=False)
    op.create_table(
        "reward_moves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reward_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("in", "out", "redeemed", "returned", name="stockmove", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("redemption_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('in', 'out', 'redeemed', 'returned')", name=op.f("ck_reward_moves_kind_known")),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_reward_moves_made_by_users")),
        sa.ForeignKeyConstraint(["reward_id"], ["rewards.id"], name=op.f("fk_reward_moves_reward_id_rewards")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reward_moves")),
    )
    op.create_index("ix_reward_moves_reward", "reward_moves", ["reward_id", "id"], unique=False)
    op.create_table(
        "pairing_visits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairings.id"], name=op.f("fk_pairing_visits_pairing_id_pairings")),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name=op.f("fk_pairing_visits_recorded_by_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing_visits")),
    )
    op.create_index("ix_pairing_visits_pairing", "pairing_visits", ["pairing_id", "visited_on", "id"], unique=False)
    op.create_table(
        "points_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "deduction",
                "correction",
                "reversal",
                "redemption",
                "return",
                "passed_on",
                "received",
                name="entrykind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("balance", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("occurred_on", sa.Date(), nullable=False),
        sa.Column("rule_code", sa.String(length=32), nullable=True),
        sa.Column("rule_name", sa.String(length=120), nullable=True),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("redemption_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("other_household_id", sa.Uuid(), nullable=True),
        sa.Column("about_case_id", sa.Uuid(), nullable=True),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("activity", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("appeal_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decide_days", sa.Integer(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('award', 'deduction', 'correction', 'reversal', 'redemption', 'return', 'passed_on', 'received')",
            name=op.f("ck_points_entries_kind_known"),
        ),
        sa.CheckConstraint("points <> 0", name=op.f("ck_points_entries_points_not_zero")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["points_entries.id"], name=op.f("fk_points_entries_corrects_id_points_entries")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_points_entries_household_id_households")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_points_entries_made_by_users")),
        sa.ForeignKeyConstraint(
            ["other_household_id"], ["households.id"], name=op.f("fk_points_entries_other_household_id_households")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["points_proposals.id"], name=op.f("fk_points_entries_proposal_id_points_proposals")
        ),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_points_entries_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_entries")),
    )
    op.create_index(
        "ix_points_entries_corrects",
        "points_entries",
        ["corrects_id"],
        unique=False,
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.create_index("ix_points_entries_made", "points_entries", ["village_code", "created_at", "id"], unique=False)
    op.create_index("ix_points_entries_year", "points_entries", ["village_code", "year", "household_id"], unique=False)
    op.create_index("uq_points_entries_number", "points_entries", ["household_id", "entry_number"], unique=True)
    op.create_index(
        "uq_points_entries_proposal",
        "points_entries",
        ["proposal_id"],
        unique=True,
        postgresql_where=sa.text("kind IN ('award', 'deduction')"),
    )
    op.create_index("uq_points_entries_redemption", "points_entries", ["redemption_id", "kind"], unique=True)
    op.create_table(
        "points_votes",
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column(
            "choice", sa.Enum("yes", "no", "abstain", name="choice", native_enum=False, length=32), nullable=False
        ),
        sa.Column("minutes", sa.String(length=2000), nullable=True),
        sa.Column("voted_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("choice IN ('yes', 'no', 'abstain')", name=op.f("ck_points_votes_choice_known")),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["points_proposals.id"], name=op.f("fk_points_votes_proposal_id_points_proposals")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["council_seats.id"], name=op.f("fk_points_votes_seat_id_council_seats")),
        sa.ForeignKeyConstraint(["voted_by"], ["users.id"], name=op.f("fk_points_votes_voted_by_users")),
        sa.PrimaryKeyConstraint("proposal_id", "seat_id", name=op.f("pk_points_votes")),
    )
    op.create_table(
        "points_appeals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("village_code", sa.String(length=32), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("grounds", sa.String(length=2000), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "granted", "partly", "refused", name="appealstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("filed_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decider_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(length=2000), nullable=True),
        sa.CheckConstraint(
            "state IN ('open', 'granted', 'partly', 'refused')", name=op.f("ck_points_appeals_state_known")
        ),
        sa.ForeignKeyConstraint(["decider_id"], ["users.id"], name=op.f("fk_points_appeals_decider_id_users")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["points_entries.id"], name=op.f("fk_points_appeals_entry_id_points_entries")
        ),
        sa.ForeignKeyConstraint(["filed_by"], ["users.id"], name=op.f("fk_points_appeals_filed_by_users")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name=op.f("fk_points_appeals_household_id_households")
        ),
        sa.ForeignKeyConstraint(["village_code"], ["areas.code"], name=op.f("fk_points_appeals_village_code_areas")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_appeals")),
    )
    op.create_index("ix_points_appeals_village", "points_appeals", ["village_code", "id"], unique=False)
    op.create_index("uq_points_appeals_entry", "points_appeals", ["entry_id"], unique=True)
    op.execute(f"GRANT SELECT, INSERT ON {_ADDED_TO} TO yikou_app")
    op.execute(f"GRANT SELECT, INSERT, UPDATE ON {_CHANGED} TO yikou_app")
    op.execute("GRANT SELECT, INSERT, DELETE ON points_rules, points_lists TO yikou_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON village_photos TO yikou_app")


def downgrade() -> None:
    op.drop_table("points_appeals")
    op.drop_table("points_votes")
    op.drop_table("points_entries")
    op.drop_table("pairing_visits")
    op.drop_table("reward_moves")
    op.drop_table("redemptions")
    op.drop_table("points_proposals")
    op.drop_table("pairings")
    op.drop_table("household_members")
    op.drop_table("household_looks")
    op.drop_table("council_seats")
    op.drop_table("village_registers")
    op.drop_table("village_photos")
    op.drop_table("rewards")
    op.drop_table("points_rules")
    op.drop_table("points_lists")
    op.drop_table("households")
    op.drop_table("household_people")
    op.drop_table("family_titles")
