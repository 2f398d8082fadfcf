"""What closed cases teach: who handled what where, and in which words it was told. Pure, and nothing but counting."""
