"""Run the plugin's tests on every supported cfn-lint and Python that is found here.

usage: matrix.py [--quick] [--only PYTHON]

--quick takes this Python only, with the lowest cfn-lint and 1.51 (which translates SAM), and the tests of the rules;
`make test` has the newest. --only takes one Python, such as 3.13, and every cfn-lint; with --quick, fewer tests.
Environments are kept in .matrix/ and used again.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ENVIRONMENTS = ROOT / ".matrix"
CFN_LINT = ("1.38.0", "1.51.0", "1.53.3", "1.54.0", "newest")
QUICK = ("1.38.0", "1.51.0")
PYTHONS = ("3.10", "3.11", "3.12", "3.13", "3.14")
# What depends on cfn-lint's version; the rest is about our own tools and docs, or needs extras.
TESTS = (
    *("tests/rules/test_fixtures.py", "tests/rules/test_variants.py"),
    *("tests/cognito/test_sam_names.py", "tests/template/test_values.py", "tests/server/test_linting.py"),
)
MORE = (
    *("tests/template", "tests/cognito", "tests/history", "tests/rules", "tests/server/test_linting.py"),
    *("tests/command/test_command.py", "tests/command/test_command_in_full.py"),
)


def main() -> int:
    """Run the matrix, print a table, return the exit code."""
    quick = "--quick" in sys.argv[1:]
    only = sys.argv[sys.argv.index("--only") + 1] if "--only" in sys.argv[1:-1] else ""
    wanted = (only,) if only else PYTHONS
    few = quick and not only
    pythons = {f"{sys.version_info[0]}.{sys.version_info[1]}": sys.executable} if few else found_pythons(wanted)
    rows = []
    for version, python in pythons.items():
        for cfn_lint in QUICK if few else CFN_LINT:
            result = run(version, python, cfn_lint, TESTS if quick else MORE)
            rows.append((version, cfn_lint, result))
            print(f"Python {version}, cfn-lint {cfn_lint}: {result}", flush=True)
    missing = [] if few else [version for version in wanted if version not in pythons]
    print("\n| Python | cfn-lint | result |\n|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    if missing:
        print(f"Not found on this machine, so not run: Python {', '.join(missing)}")
    failed = any("passed" not in result or "failed" in result or "error" in result for *_, result in rows)
    return int(failed or bool(only and missing))


def found_pythons(wanted: tuple[str, ...]) -> dict[str, str]:
    """Return the interpreters of some versions that are found on PATH and in pyenv, by version."""
    found = {}
    for version in wanted:
        pyenv = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin/python{version}"))
        candidates = [*map(str, pyenv[-1:]), shutil.which(f"python{version}")]
        for candidate in filter(None, candidates):
            if _output(candidate, "-c", "import sys; print('%d.%d' % sys.version_info[:2])") == version:
                found[version] = candidate
                break
    return found


def run(version: str, python: str, cfn_lint: str, tests: tuple[str, ...]) -> str:
    """Return pytest's last line for one pair, or what kept it from running."""
    environment = ENVIRONMENTS / f"py{version}-cfn-lint-{cfn_lint}"
    own = environment / "bin" / "python"
    if not (environment / "ready").exists():
        shutil.rmtree(environment, ignore_errors=True)
        wanted = "cfn-lint[junit,sarif]" + (">=1.58,<2" if cfn_lint == "newest" else f"=={cfn_lint}")
        packages = (wanted, "PyYAML", "pytest", "pytest-xdist", "hypothesis", "-e", str(ROOT))
        for command in (
            [python, "-m", "venv", str(environment)],
            [str(own), "-m", "pip", "install", "--quiet", *packages],
        ):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            if done.returncode:
                return "not installed: " + (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        (environment / "ready").touch()
    command = [str(own), "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider", *tests]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )
    lines = done.stdout.strip().splitlines() or ["no output"]
    if done.returncode:
        print("\n".join(lines[-40:]))
    return lines[-1].strip("= ")


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main())
