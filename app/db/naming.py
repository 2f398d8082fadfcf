"""The metadata every table lives in, and the names its constraints get; must be imported before the first model."""

from sqlmodel import SQLModel

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SQLModel.model_config["defer_build"] = True  # no row is ever an instance of a model: what would check one is not made
metadata = SQLModel.metadata
metadata.naming_convention = NAMING_CONVENTION
