"""One matter, and one organisation, as every answer shows them: the examples of the OpenAPI document."""
