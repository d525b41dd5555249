from cfn_upc_rules._cognito.types import BRANDING
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, api

_ONLY = {"FAVICON_ICO": ("ICO",), "FAVICON_SVG": ("SVG",)}
_OTHERWISE = ("JPEG", "PNG", "SVG", "WEBP")
_EXTENSIONS = ("ICO", *_OTHERWISE)


class BrandingAssets(UpcRule):
    """An asset of Extension ICO is the favicon, and the favicon FAVICON_ICO is of Extension ICO."""

    id = "E9664"
    shortdesc = "Branding asset has a file type that its category does not take"
    source_url = api("AssetType")
    types = (BRANDING,)
    answer = "Invalid assets provided. …"
    quote = "Invalid assets provided"
    evidence = DEPLOYED
    properties = ("Assets",)

    def judge(self, subject: View) -> Findings:
        for asset in subject["Assets"].each():
            category, extension = asset["Category"].text, asset["Extension"].text
            fitting = _EXTENSIONS if category is None else _ONLY.get(category, _OTHERWISE)
            if extension in _EXTENSIONS and extension not in fitting:
                what = f"{subject} has the asset {category} as {extension}"
                yield self.found(asset["Extension"], what, f"Use {' or '.join(fitting)}")
