"""The API for other systems, at /api/v1/: what the desk can do, a token can do, by the same decisions.

Its document (OpenAPI 3.1) is at /api/v1/openapi.json and holds no data, so that it asks for no token.
"""

from nakomen.web.api.document import api

__all__ = ["api"]
