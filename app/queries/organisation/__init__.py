"""The organisation: areas 区划, departments 部门, people, categories, terms."""
