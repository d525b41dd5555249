"""SAM's Globals: which section is merged into which type.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
"""

from __future__ import annotations

from typing import Final

SAM_FUNCTION: Final = "AWS::Serverless::Function"
SAM_API: Final = "AWS::Serverless::Api"
SAM_HTTP_API: Final = "AWS::Serverless::HttpApi"

# The sections of Globals, by the type they are merged into.
GLOBALS_SECTIONS: Final[dict[str, str]] = {
    SAM_FUNCTION: "Function",
    SAM_API: "Api",
    SAM_HTTP_API: "HttpApi",
    "AWS::Serverless::SimpleTable": "SimpleTable",
    "AWS::Serverless::StateMachine": "StateMachine",
}
