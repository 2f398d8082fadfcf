"""The organisation on the wire: areas 区划, departments 部门, people, categories."""
