"""I9680: an answer should not tell who has an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REFERENCE, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class UserExistenceErrors(UpcRule):
    """`PreventUserExistenceErrors` is `ENABLED`."""

    id = "I9680"
    shortdesc = "PreventUserExistenceErrors is not ENABLED"
    description = "Without PreventUserExistenceErrors: ENABLED, answers tell which usernames exist"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pool-managing-errors.html"
    evidence = REFERENCE

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the setting; its default is LEGACY."""
        setting = subject["PreventUserExistenceErrors"]
        if setting.empty or setting.text not in (None, "ENABLED"):
            what = f"{subject} tells by its answers which users exist"
            yield self.found(setting, what, "Set PreventUserExistenceErrors to ENABLED")
