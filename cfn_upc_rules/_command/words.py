"""Words without any of which a file has nothing to do with Cognito; `make docs` writes them."""

from __future__ import annotations

WORDS = (
    b"USER_POOL",
    b"UserPool",
    b"ognito",
)
# The types that stand for a further template, and the keys that may say which file that is in.
NESTED = (
    b"AWS::CloudFormation::Stack",
    b"AWS::Serverless::Application",
)
NESTED_FILES = (
    b"Location",
    b"TemplateURL",
    b"aws:asset:path",
)
