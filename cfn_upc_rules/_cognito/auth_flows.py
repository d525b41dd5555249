"""Data: the authentication flows of `ExplicitAuthFlows`.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""

from __future__ import annotations

from typing import Final

# The legacy names, and what replaces each.
LEGACY_FLOWS: Final[dict[str, str]] = {
    "ADMIN_NO_SRP_AUTH": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "CUSTOM_AUTH_FLOW_ONLY": "ALLOW_CUSTOM_AUTH",
    "USER_PASSWORD_AUTH": "ALLOW_USER_PASSWORD_AUTH",
}
REFRESH_FLOW: Final = "ALLOW_REFRESH_TOKEN_AUTH"
