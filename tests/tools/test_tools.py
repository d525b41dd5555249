"""`make` and the tools, as a developer uses them: in a copy of the checkout."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest
from checkout import link_environment, run
from support import ROOT

pytestmark = pytest.mark.second_tier
PARTS = ("cfn_upc_rules", "docs", "examples", "tests", "tools", "CHANGELOG.md", "Makefile", "README.md")
PAGE = Path("docs", "rules", "E9610.md")
KNOWN = ("FAMILY=oauth", "EVIDENCE=DEPLOYED")
BEGUN = ("ID=E9699", "NAME=some_name", "FAMILY=oauth", "EVIDENCE=DEPLOYED")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of the checkout whose .venv is the environment of this test."""
    for name in PARTS:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    link_environment(tmp_path)
    return tmp_path


def make(checkout: Path, *arguments: str) -> tuple[int, str]:
    return run(checkout, "make", "--no-print-directory", *arguments)


def test_make_alone_lists_the_targets(checkout: Path) -> None:
    code, output = make(checkout)
    assert code == 0
    listed = [line.split()[1] for line in output.splitlines()]
    declared = re.findall(r"^\.PHONY: (.*)$", (checkout / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(listed) == sorted(" ".join(declared).split())


def test_make_lint_shows_findings_and_is_content(checkout: Path) -> None:
    code, output = make(checkout, "lint", "TEMPLATE=examples/web-app.yaml")
    assert code == 0
    assert "E9610 'StorefrontClientAdmin'" in output
    assert output.splitlines()[-1] == "make lint: there are findings (cfn-lint's exit code: 6)"
    assert make(checkout, "lint", "TEMPLATE=tests/fixtures/E9610-links.pass.yaml") == (0, "")


def test_make_lint_asks_for_a_template(checkout: Path) -> None:
    code, output = make(checkout, "lint")
    assert code != 0
    assert output.startswith("Say which template: make lint TEMPLATE=examples/web-app.yaml\n")


@pytest.mark.parametrize(("version", "words"), [("Python 3.9.18", "is Python 3.9.18"), ("", "Python 3.10 or newer")])
def test_make_says_which_python_it_needs(checkout: Path, version: str, words: str) -> None:
    shutil.rmtree(checkout / ".venv")
    if version:
        old = checkout / "old-python"
        old.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "{version}" && exit 0\nexit 1\n', encoding="utf-8")
        old.chmod(0o755)
    code, output = make(checkout, "lint", f"PYTHON={checkout / 'old-python'}")
    assert code != 0
    assert words in output
    assert "make PYTHON=python3.12" in output


def test_make_corpus_says_what_is_missing(checkout: Path) -> None:
    code, output = make(checkout, "corpus")
    assert code != 0
    assert "../shared/tools/corpus_report.py is not here" in output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say ID, NAME, FAMILY and EVIDENCE, as in: make rule ID=E9699"),
        (("ID=E9699", "NAME=some_name"), "say ID, NAME, FAMILY and EVIDENCE"),
        (("ID=E9699", "NAME=some_name", "FAMILY=oauth"), "EVIDENCE says how the fact is known: take one of DEPLOYED"),
        (("ID=E9999", "NAME=some_name", *KNOWN), "'E9999' is no rule ID"),
        (("ID=E9699", "NAME=Some-Name", *KNOWN), "'Some-Name' is no file name"),
        (("ID=E9699", "NAME=some_name", "FAMILY=nowhere"), "take one of application, change_safety, federation, link"),
        (("ID=W9610", "NAME=some_name", *KNOWN), "the number of W9610 is taken by E9610"),
        (("ID=E9699", "NAME=redirect_url", *KNOWN), "redirect_url.py is there already"),
    ],
)
def test_make_rule_says_what_is_wrong(checkout: Path, arguments: tuple[str, ...], words: str) -> None:
    before = sorted(checkout.rglob("*"))
    code, output = make(checkout, "rule", *arguments)
    assert code != 0
    assert output.startswith("make rule: ")
    assert words in output
    assert sorted(checkout.rglob("*")) == before


def test_a_begun_rule_loads_and_its_tests_fail_until_it_is_written(checkout: Path) -> None:
    assert make(checkout, "rule", *BEGUN)[0] == 0
    python = str(checkout / ".venv" / "bin" / "python")
    load = "from cfn_upc_rules.rules import rules; print(rules()['SomeName'].id)"
    assert run(checkout, python, "-c", load) == (0, "E9699\n")
    assert make(checkout, "docs")[0] == 0
    assert run(checkout, python, "tools/docs.py", "--check") == (0, "")
    known = (checkout / "docs" / "rules" / "README.md").read_text(encoding="utf-8")
    assert "[E9699](E9699.md) | error | Some name | deployed |" in known
    changelog = (checkout / "CHANGELOG.md").read_text(encoding="utf-8").partition("## Unreleased")[2]
    assert "- **E9699** New: some name.\n" in changelog
    fixture = checkout / "tests" / "fixtures" / "E9699-case.fail.yaml"
    assert "# expect: E9699" in fixture.read_text(encoding="utf-8")
    cfn_lint = str(checkout / ".venv" / "bin" / "cfn-lint")
    assert run(checkout, cfn_lint, "--append-rules=cfn_upc_rules.rules", "--", str(fixture)) == (0, "")


def test_the_scaffold_is_formatted_and_linted(checkout: Path) -> None:
    assert make(checkout, "rule", *BEGUN)[0] == 0
    ruff = shutil.which("ruff", path=str(checkout / ".venv" / "bin"))
    if ruff is None:
        pytest.skip("ruff is not installed here")
    new = str(checkout / "cfn_upc_rules" / "rules" / "oauth" / "some_name.py")
    assert run(checkout, ruff, "check", "--quiet", new) == (0, "")
    assert run(checkout, ruff, "format", "--quiet", "--check", new) == (0, "")


def test_a_rule_whose_judge_is_written_passes(checkout: Path) -> None:
    """Nothing but `judge` is written by hand: the rest agrees with it already."""
    assert make(checkout, "rule", *BEGUN)[0] == 0
    rule = checkout / "cfn_upc_rules" / "rules" / "oauth" / "some_name.py"
    begun = rule.read_text(encoding="utf-8")
    rule.write_text(begun.replace("(what is wrong)", "wrong").replace("(What to write", "(Write"), encoding="utf-8")
    assert make(checkout, "docs")[0] == 0
    python = str(checkout / ".venv" / "bin" / "python")
    pytest_here = (python, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "E9699")
    code, output = run(checkout, *pytest_here, "tests/docs/test_pages.py", "tests/rules")
    assert code == 0, output


def test_no_rule_is_left_as_it_was_begun() -> None:
    for rule in (ROOT / "cfn_upc_rules" / "rules").glob("*/*.py"):
        assert "(what is wrong)" not in rule.read_text(encoding="utf-8"), rule.name


def test_a_change_of_generated_text_is_noticed_and_mended(checkout: Path) -> None:
    page = checkout / PAGE
    right = page.read_text(encoding="utf-8")
    page.write_text(right.replace("# E9610: ", "# E9610: No "), encoding="utf-8")
    python = str(checkout / ".venv" / "bin" / "python")
    code, output = run(checkout, python, "tools/docs.py", "--check")
    assert (code, output) == (1, f"{PAGE}: differs from the rules: run `make docs`\n")
    assert make(checkout, "docs") == (0, f"{PAGE}: written\n")
    assert page.read_text(encoding="utf-8") == right


def test_a_page_without_its_block_is_a_clear_error(checkout: Path) -> None:
    page = checkout / PAGE
    page.write_text(page.read_text(encoding="utf-8").replace("<!-- options: end -->", ""), encoding="utf-8")
    code, output = make(checkout, "docs")
    assert code != 0
    assert output.startswith(f"{PAGE} has no block 'options'")


def test_the_matrix_says_which_python_is_missing(checkout: Path) -> None:
    """Nothing is installed: the versions are taken away from the matrix."""
    code = (
        "import sys; sys.path.insert(0, 'tools'); import matrix\n"
        "matrix.CFN_LINT = (); matrix.PYTHONS = ('3.99',); print(matrix.main())"
    )
    python = str(checkout / ".venv" / "bin" / "python")
    assert "Not found on this machine, so not run: Python 3.99" in run(checkout, python, "-c", code)[1]


def test_a_client_that_ci_misses_is_a_failure(tmp_path: Path) -> None:
    for name in ("conftest.py", "repositories.py"):
        shutil.copy(ROOT / "tests" / name, tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = client\n", encoding="utf-8")
    tests = (
        "import pytest\n@pytest.mark.client\ndef test_it(): pytest.skip('no vim')\ndef test_other(): pytest.skip('')\n"
    )
    (tmp_path / "test_it.py").write_text(tests, encoding="utf-8")
    pytest_here = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
    code, output = run(tmp_path, "env", "UPC_REQUIRE_CLIENTS=1", *pytest_here)
    assert code == 1
    assert "demands its client" in output
    assert "no vim" in output
    assert "1 failed, 1 skipped" in output
    code, output = run(tmp_path, "env", "UPC_REQUIRE_CLIENTS=0", *pytest_here)
    assert code == 0
    assert "2 skipped" in output


def test_make_test_takes_what_is_about_one_rule(checkout: Path) -> None:
    files = ("tests/rules", "tests/docs/test_pages.py")
    collect = (sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", *files)
    code, output = run(ROOT, *collect, "--rule=E9630")
    assert code == 0
    names = {line.split("::", 1)[-1] for line in output.splitlines() if "::" in line}
    assert {
        "test_a_failing_fixture_yields_what_it_marks[E9630-secret.fail.yaml-True]",
        "test_a_variant_of_a_failing_fixture_fails_alike[E9630-secret.fail.yaml-through_if]",
        "test_the_words[E9630]",
        "test_the_examples[E9630]",
    } <= names
    assert not [name for name in names if "[" in name and "E9630" not in name]
    code, output = run(ROOT, *collect, "--rule=E963")
    assert code != 0
    assert "there is no rule E963" in output
    for target, tier in (("test", True), ("test-all", False)):
        commands = make(checkout, "--dry-run", target, "RULE=E9630")[1]
        assert "--rule=E9630" in commands
        assert ("not second_tier" in commands) is tier


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        (["make lint TEMPLATE=a.yaml\nmake test"], "make lint TEMPLATE=a.yaml\nmake test\n"),
        (["pip install .", "\nmake lint TEMPLATE=a.yaml\n\nmake test"], "make lint TEMPLATE=a.yaml\nmake test\n"),
        (["make lint TEMPLATE=a.yaml"], "has 0 sh blocks with the line `make test`"),
        (["make lint TEMPLATE=a.yaml\nmake test"] * 2, "has 2 sh blocks"),
        (["make lint TEMPLATE=a.yaml\nmake check\nmake test"], "does not begin with `make lint TEMPLATE=...` and"),
        (["make test\nmake lint TEMPLATE=a.yaml"], "does not begin with `make lint TEMPLATE=...` and"),
    ],
)
def test_ci_takes_two_commands_from_the_readme(blocks: list[str], words: str, tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("\n".join(f"```sh\n{block}\n```\n" for block in blocks), encoding="utf-8")
    code, output = run(tmp_path, sys.executable, str(ROOT / "tools" / "readme_commands.py"), str(page))
    assert (code, output == words) == (0, True) or (code == 1 and words in output)


def test_the_readme_has_the_two_commands() -> None:
    assert run(ROOT, sys.executable, "tools/readme_commands.py")[0] == 0
