from cfn_upc_rules._cognito.token_validity import ACCESS, ID, REFRESH, fitting_units, validity
from cfn_upc_rules._rule import DEPLOYED, UNSAFE, Findings, UpcRule, View, api, put, unsafe


class TokenValidityRange(UpcRule):
    """Access and ID tokens are valid for 5 minutes to 1 day, refresh tokens for 60 minutes to 10 years."""

    id = "E9640"
    shortdesc = "Token validity is outside its range"
    source_url = api("TokenValidityUnitsType")
    answer = "Invalid range for token validity."
    quote = "Invalid range"
    evidence = DEPLOYED
    fixes = (UNSAFE,)
    properties = (ACCESS.key, ID.key, REFRESH.key)

    def judge(self, subject: View) -> Findings:
        for token in (ACCESS, ID, REFRESH):
            valid = validity(subject, token)
            if valid is not None and not valid.within(token):
                what = f"{token.key} of {subject} is {valid.said}"
                unit = subject.at("TokenValidityUnits", token.name)
                units = fitting_units(valid.node, token) if unit.absent else []
                edit = unsafe(put(unit, units[0])) if len(units) == 1 else None
                yield self.found(valid.node, what, f"Take {token.range_said}", edit=edit)
