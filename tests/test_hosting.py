"""The workflow that docs/hosting.md gives is a workflow, pinned and modest as ours is."""

from __future__ import annotations

import re
from pathlib import Path

import yaml


def test_the_workflow_for_users_is_pinned_as_ours_and_may_only_read(repository: Path) -> None:
    page = (repository / "docs" / "hosting.md").read_text(encoding="utf-8")
    found = re.search(r"(?ms)^```yaml\n(.*?)^```", page)
    assert found
    workflow = yaml.safe_load(found[1])
    assert workflow["permissions"] == {}
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    uses = set(re.findall(r"uses: (\S+ # \S+)", found[1]))
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v[\d.]+", use) for use in uses)
    ours = (repository / ".github" / "workflows" / "tests.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"uses: (\S+ # \S+)", ours)) <= uses


def test_the_cache_of_the_workflow_is_found_again_by_a_part_of_its_key(repository: Path) -> None:
    page = (repository / "docs" / "hosting.md").read_text(encoding="utf-8")
    found = re.search(r"(?m)^ +key: (.*)\n +restore-keys: \|\n +(.*)$", page)
    assert found
    assert found[1].startswith(found[2])
    assert found[1] != found[2]
