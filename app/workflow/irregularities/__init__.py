"""Not to be gamed 防注水: what in the record is so odd that a person looks at it. Nothing here condemns anybody."""
