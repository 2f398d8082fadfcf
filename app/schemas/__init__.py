"""The wire: inputs forbid what they do not know, outputs say everything they carry."""
