"""AWS's pages, by the names they go by in the text around them."""

from __future__ import annotations

_DOCS = "https://docs.aws.amazon.com"
_API = f"{_DOCS}/cognito-user-identity-pools/latest/APIReference"


def api(page: str) -> str:
    """Return a page of the user pools' API reference, as in `api("AssetType")`."""
    return f"{_API}/API_{page}.html"


def request(action: str, parameter: str) -> str:
    """Return where the API reference describes a parameter, as in `request("CreateUserPoolClient", "ClientName")`."""
    return f"{api(action)}#CognitoUserPools-{action}-request-{parameter}"


def developer_guide(page: str) -> str:
    """Return a page of the Amazon Cognito Developer Guide."""
    return _in_guide("cognito/latest/developerguide", page)


def user_guide(page: str) -> str:
    """Return a page of the AWS CloudFormation User Guide."""
    return _in_guide("AWSCloudFormation/latest/UserGuide", page)


def template_reference(page: str) -> str:
    """Return a page of the AWS CloudFormation Template Reference."""
    return _in_guide("AWSCloudFormation/latest/TemplateReference", page)


def property_page(section: str = "") -> str:
    """Return the Template Reference of a client, or the section of it about a property in lower case."""
    page = "aws-resource-cognito-userpoolclient"
    return template_reference(f"{page}#{section}" if section else page)


def _in_guide(guide: str, page: str) -> str:
    name, hash_, section = page.partition("#")
    return f"{_DOCS}/{guide}/{name}.html{hash_}{section}"
