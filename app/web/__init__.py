"""The edge of HTTP: problem documents, answers, bodies, pages and the OpenAPI document; what routers share."""
