"""Nested stacks: where their templates may lie, and how large they may be.

Imports next to nothing: the command looks whether a nested stack has to do with Cognito before it loads anything.
"""

from __future__ import annotations

import os
import stat

from cfn_upc_rules._history.worktree import top_of

# What stands for a further template, and the property that says which.
NESTED = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
# The AWS CDK hands the template over as an asset, and says here which file that is.
ASSET = "aws:asset:path"
# CloudFormation takes templates up to 1 MB; comments and SAM may make a file larger.
LARGEST = 4 * 1024 * 1024


class Bounds:
    """The folders below which the templates of an application may lie."""

    def __init__(self, folders: list[str]) -> None:
        """Take the folders, as real paths."""
        self._beginnings = tuple(os.path.join(folder, "") for folder in folders)

    @classmethod
    def of(cls, filename: str) -> Bounds:
        """Return those of a template: the working directory, and the repository that it lies in."""
        top = top_of(os.path.realpath(filename))
        return cls([os.path.realpath(os.curdir), *([] if top is None else [top])])

    def find(self, name: str, filename: str) -> str | None:
        """Return the real path of a file that a template names; None where that is out of bounds, or no such file.

        Args:
            name: as it stands in the template.
            filename: the template's file; names are taken from its folder on.
        """
        try:
            path = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(filename)), name))
        except (OSError, ValueError):
            return None
        return path if path.startswith(self._beginnings) and size_of(path) is not None else None


def size_of(path: str) -> tuple[int, int] | None:
    """Return the size of a file and when it was written; None where it is too large, or no regular file."""
    try:
        known = os.stat(path)
    except (OSError, ValueError):
        return None
    is_readable = stat.S_ISREG(known.st_mode) and known.st_size <= LARGEST
    return (known.st_size, known.st_mtime_ns) if is_readable else None
