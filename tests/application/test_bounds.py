"""What is read of an application, and what is not: E9730 speaks only of files within bounds."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from wholes import att, child, found, nested, parent, write

from cfn_upc_rules._application import bounds, members, reading

if TYPE_CHECKING:
    from repositories import Repository


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in no repository, which is not the working directory."""
    monkeypatch.chdir(tmp_path)
    inner = tmp_path / "application"
    inner.mkdir()
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(inner)
    return inner


def spoken(path: Path) -> bool:
    """Return whether the parent has a finding."""
    return bool(found(path))


def test_a_child_beside_its_parent_is_read(folder: Path) -> None:
    write(folder, "child.json", child())
    for url in ("child.json", "./child.json", str(folder / "child.json"), "../application/child.json"):
        assert spoken(write(folder, "root.json", parent(url)))


def test_a_child_outside_of_the_working_directory_is_not_read(folder: Path) -> None:
    write(folder.parent, "elsewhere/child.json", child())
    assert not spoken(write(folder, "root.json", parent("../elsewhere/child.json")))


def test_a_child_in_the_repository_is_read_from_any_directory(repository: Repository, folder: Path) -> None:
    write(repository.folder, "parts/child.json", child())
    path = write(repository.folder, "stacks/root.json", parent("../parts/child.json"))
    assert Path.cwd() == folder
    assert spoken(path)


def test_a_link_that_leads_out_is_not_followed(repository: Repository, folder: Path) -> None:
    outside = write(folder.parent, "elsewhere/child.json", child())
    path = write(repository.folder, "root.json", parent())
    (repository.folder / "child.json").symlink_to(outside)
    assert not spoken(path)
    (repository.folder / "child.json").unlink()
    write(repository.folder, "inside.json", child())
    (repository.folder / "child.json").symlink_to("inside.json")
    assert spoken(path)


def test_a_folder_that_leads_out_is_not_followed(repository: Repository, folder: Path) -> None:
    write(folder.parent, "elsewhere/child.json", child())
    (repository.folder / "parts").symlink_to(folder.parent / "elsewhere")
    assert not spoken(write(repository.folder, "root.json", parent("parts/child.json")))


def test_what_is_no_regular_file_is_not_read(folder: Path) -> None:
    os.mkfifo(folder / "pipe")  # cfn-lint by itself would wait for it
    assert bounds.Bounds.of("root.json").find("pipe", "root.json") is None
    (folder / "folder").mkdir()
    for url in ("folder", ".", "", "missing.json", "a\0b", "x" * 5000):
        assert not spoken(write(folder, "root.json", parent(url)))


def test_a_large_file_is_not_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(folder, "root.json", parent())
    size = write(folder, "child.json", child()).stat().st_size
    monkeypatch.setattr(bounds, "LARGEST", size)
    assert spoken(path)
    monkeypatch.setattr(bounds, "LARGEST", size - 1)
    assert not spoken(path)


def test_a_file_that_grows_while_it_is_read_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = write(folder, "child.json", child()).stat().st_size
    monkeypatch.setattr(reading, "LARGEST", size - 1)
    assert not found(write(folder, "root.json", parent()))


def test_a_file_that_is_gone_when_it_is_read_is_none(folder: Path) -> None:
    write(folder, "child.json", child())
    file = reading.named_file("child.json")
    assert file is not None
    Path("child.json").unlink()
    assert reading.read(file) is None


@pytest.mark.parametrize("text", ["", "- a", "{", "Resources: {", "\0", "Transform: [5]\nResources: 7", "a: &a [*a]"])
def test_a_child_that_is_no_template_is_silent(folder: Path, text: str) -> None:
    write(folder, "child.json", text)
    assert not found(write(folder, "root.json", parent()))


@pytest.mark.parametrize(
    "url",
    [
        "https://s3.amazonaws.com/bucket/child.json",
        "s3://bucket/child.json",
        "file://child.json",
        {"Ref": "Url"},
        {"Fn::Sub": "child.json"},
        {"Fn::If": ["IsProd", "child.json", "child.json"]},
        ["child.json"],
        7,
        None,
    ],
)
def test_what_is_no_local_file_is_silent(folder: Path, url: Any) -> None:
    write(folder, "child.json", child())
    assert not spoken(write(folder, "root.json", parent(url)))


def test_a_ring_of_templates_ends(folder: Path) -> None:
    handed = {"ClientId": {"Ref": "ClientId"}}
    ring = {"Parameters": {"ClientId": {"Type": "String"}}}
    write(folder, "child.json", {**ring, "Resources": {"Next": nested("next.json", **handed)}})
    again = {"Back": nested("child.json", **handed), "Root": nested("root.json"), "Own": nested("next.json", **handed)}
    write(folder, "next.json", {**ring, "Resources": {**again, **child()["Resources"]}})
    [finding] = found(write(folder, "root.json", parent()))
    assert "next.json uses it as a client's ID in USER_POOL_CLIENT_ID of 'Handler'" in finding.message


def test_what_takes_itself_is_unknown(folder: Path) -> None:
    given = {**child(), "Outputs": {"ClientId": {"Value": {"Ref": "ClientId"}}}}
    write(folder, "child.json", given)
    assert not found(write(folder, "root.json", parent(value=att("App", "Outputs.ClientId"))))


def test_the_depth_is_bounded(folder: Path) -> None:
    for depth in (6, 7):
        for level in range(depth):
            inner = nested(f"{level + 1}.json", ClientId={"Ref": "ClientId"})
            parameters = {"Parameters": {"ClientId": {"Type": "String"}}}
            write(folder, f"{level}.json", {**parameters, "Resources": {"Next": inner}})
        write(folder, f"{depth}.json", child())
        assert bool(found(write(folder, "root.json", parent("0.json")))) is (depth == 6)


def test_the_number_of_templates_and_their_size_is_bounded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder, "child.json", child())
    size = write(folder, "other.json", child()).stat().st_size
    path = write(folder, "root.json", parent(Other=nested("other.json", ClientId={"Ref": "Pool"})))
    assert len(found(path)) == 2
    monkeypatch.setattr(members, "_MOST_MEMBERS", 2)
    assert len(found(path)) == 1
    monkeypatch.setattr(members, "_MOST_MEMBERS", 100)
    monkeypatch.setattr(members, "_MOST_BYTES", 2 * size - 1)
    assert len(found(path)) == 1


def test_a_value_made_of_values_without_end_takes_no_time(folder: Path) -> None:
    """Each of seven templates hands on a hundred times what it gets."""
    many = {"Fn::Join": ["", [{"Ref": "ClientId"}] * 100]}
    for level in range(6):
        inner = nested(f"{level + 1}.json", ClientId=many)
        parameters = {"Parameters": {"ClientId": {"Type": "String"}}}
        write(folder, f"{level}.json", {**parameters, "Resources": {"Next": inner}})
    write(folder, "6.json", child())
    begin = time.process_time()
    assert not found(write(folder, "root.json", parent("0.json")))
    assert time.process_time() - begin < 60  # it would be years


def test_a_file_is_read_once_and_again_where_it_changes(folder: Path) -> None:
    path = write(folder, "root.json", parent(Other=nested("child.json", ClientId={"Ref": "Pool"})))
    written = write(folder, "child.json", child())
    reading.read.cache_clear()
    assert len(found(path)) == 2
    assert len(found(path)) == 2
    assert reading.read.cache_info().misses == 1
    write(folder, "child.json", child({"Fn::Sub": "a-longer-literal"}))
    os.utime(written, ns=(1, 1))
    assert not found(path)
