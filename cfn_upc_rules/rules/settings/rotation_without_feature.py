"""W9644: rotation is either enabled or disabled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REFERENCE, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class RotationWithoutFeature(UpcRule):
    """`RefreshTokenRotation` needs `Feature`."""

    id = "W9644"
    shortdesc = "RefreshTokenRotation without Feature"
    description = "RefreshTokenRotation does not say whether rotation is ENABLED or DISABLED"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_RefreshTokenRotationType.html"
    )
    evidence = REFERENCE
    about = ("RefreshTokenRotation",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for `Feature`."""
        rotation = subject["RefreshTokenRotation"]
        if isinstance(rotation.value, dict) and rotation["Feature"].empty:
            what = f"{subject} has a RefreshTokenRotation without Feature, which the API requires"
            yield self.found(rotation, what, "Set Feature to ENABLED or DISABLED")
