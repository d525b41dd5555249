"""E9664: the file type of a branding asset fits its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View

_ONLY = {"FAVICON_ICO": ("ICO",), "FAVICON_SVG": ("SVG",)}
_OTHERWISE = ("JPEG", "PNG", "SVG", "WEBP")
_EXTENSIONS = ("ICO", *_OTHERWISE)


class BrandingAssets(UpcRule):
    """`Extension` of an asset is none that its `Category` takes."""

    id = "E9664"
    shortdesc = "Branding asset has a file type that its category does not take"
    description = "An asset of Extension ICO is the favicon, and the favicon FAVICON_ICO is of Extension ICO"
    source_url = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AssetType.html"
    answer = "Invalid assets provided. …"
    evidence = DEPLOYED
    about = ("Assets",)

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the brandings."""
        return stack.of_type("AWS::Cognito::ManagedLoginBranding")

    def judge(self, subject: View) -> Iterator[Finding]:
        """Compare category and extension of each asset."""
        for asset in subject["Assets"].each():
            category, extension = asset["Category"].text, asset["Extension"].text
            fitting = _EXTENSIONS if category is None else _ONLY.get(category, _OTHERWISE)
            if extension in _EXTENSIONS and extension not in fitting:
                what = f"{subject} has the asset {category} as {extension}"
                yield self.found(asset["Extension"], what, f"Use {' or '.join(fitting)}")
