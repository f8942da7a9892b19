"""What the provider says of its users: what was told to it when they entered."""

from __future__ import annotations

import json
from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):  # type: ignore[misc] # django-oauth-toolkit carries no types
    """Every claim, in the ID token as well as in the answer about the user."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        claims: dict[str, Any] = json.loads(request.user.last_name)
        return claims
