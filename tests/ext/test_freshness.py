"""Freshness: what is read and written again is decided by content, and nothing stale stays."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.testing.util import SphinxTestApp

from building import Site, build, copy_root, differences, make
from building import written as pages_written

CONF = "extensions = ['sphinx_folio']\nfolio_publisher = 'Editors'\n"
CONF += "bibtex_bibfiles = ['refs.bib']\n"
#: Pages without a source, which each build makes anew.
MADE = {"blog/2026", "blog/tags", "blog/tags/old", "search"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Return a site of a few pages that know of each other in different ways."""
    return make(
        tmp_path / "site",
        conf=CONF,
        index="# Home\n\n```{posts}\n```\n\n```{toctree}\n:hidden:\nlinks\nplain\n```\n",
        links="# Links\n\n[](plain.md), [](blog/one.md) and {folio:post}`one`.\n",
        plain="# Plain\n\nText. {cite:p}`k`\n",
        refs="@misc{k, author = {A B}, title = {Old title}}\n",
        blog__one="---\ndate: 2026-01-01\ntags: [old]\nsummary: First words\n---\n\n# One\n",
        blog__two="---\ndate: 2026-01-02\n---\n\n# Two\n",
    )


def again(source: Path) -> Site:
    """Build on top of what is there; check that a clean build gives the same bytes."""
    kept = build(source, source.parent / "kept")
    clean = build(source, source.parent / f"clean-{len(list(source.parent.iterdir()))}")
    assert differences(kept.out, clean.out) == []
    return kept


def written(source: Path) -> set[str]:
    """Build again and return which pages were written, changed or not."""
    return pages_written(source, source.parent / "kept")


def edit(path: Path, old: str, new: str, *, keep_time: bool = True) -> None:
    """Change a file, by default without a trace in its time of modification."""
    times = path.stat()
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    if keep_time:
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def test_without_an_edit_no_page_of_the_site_is_written(source: Path) -> None:
    build(source, source.parent / "kept")
    assert written(source) <= MADE


def test_an_edit_at_the_same_time_of_modification_is_seen(source: Path) -> None:
    again(source)
    edit(source / "plain.md", "Text.", "Other text.")
    assert "Other text." in again(source).text("plain")


def test_an_edited_body_leaves_other_pages_alone(source: Path) -> None:
    build(source, source.parent / "kept")
    edit(source / "plain.md", "Text.", "Other text.", keep_time=False)
    # Sphinx itself writes the page anew whose toctree names one that is.
    assert written(source) - MADE == {"plain", "."}


def test_a_new_title_is_shown_by_every_page_that_names_it(source: Path) -> None:
    again(source)
    edit(source / "plain.md", "# Plain", "# Renamed")
    site = again(source)
    assert "Renamed" in site.text("links")
    assert "Renamed" in site.text("blog/two")


def test_a_new_summary_is_shown_by_the_lists(source: Path) -> None:
    again(source)
    edit(source / "blog" / "one.md", "First words", "Last words")
    assert "Last words" in again(source).text("")


def test_a_deleted_page_leaves_nothing_behind(source: Path) -> None:
    again(source)
    (source / "blog" / "one.md").unlink()
    edit(source / "links.md", ", [](blog/one.md) and {folio:post}`one`", "")
    site = again(source)
    assert not (site.out / "blog" / "one").exists()
    assert not (site.out / "blog" / "tags").exists()
    assert "First words" not in site.text("")


def test_a_link_follows_a_page_that_comes_and_goes(source: Path) -> None:
    page = source / "plain.md"
    text = page.read_text()
    again(source)
    page.rename(source / "moved.md")
    assert build(source, source.parent / "kept").warnings
    (source / "moved.md").unlink()
    page.write_text(text)
    assert 'href="../plain/"' in again(source).text("links")


def test_a_withdrawn_post_leaves_nothing_behind(source: Path) -> None:
    again(source)
    edit(source / "links.md", ", [](blog/one.md) and {folio:post}`one`", "")
    edit(source / "blog" / "one.md", "---\ndate", "---\ndraft: true\ndate")
    site = again(source)
    assert "First words" not in "".join(p.read_text() for p in site.out.rglob("*.html"))


def test_a_post_that_stops_being_a_draft_appears(source: Path) -> None:
    edit(source / "blog" / "two.md", "---\ndate", "---\ndraft: true\ndate")
    assert "Two" not in again(source).text("")
    edit(source / "blog" / "two.md", "draft: true\n", "")
    assert "Two" in again(source).text("")


def test_a_broken_ledger_costs_time_and_nothing_else(source: Path) -> None:
    again(source)
    (ledger,) = (source.parent / "kept").rglob("folio-dirhtml-*.json")
    for text in ("", "{", '{"complete": true}'):
        ledger.write_text(text)
        again(source)


def test_a_file_that_somebody_else_put_into_the_output_stays(source: Path) -> None:
    site = again(source)
    (site.out / "CNAME").write_text("x.example\n")
    build(source, source.parent / "kept")
    assert (site.out / "CNAME").exists()


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [("plain.md", "Text.", "Other text."), ("refs.bib", "{Old title}", "{New title}")],
)
def test_what_one_builder_read_the_other_one_writes_too(
    source: Path, name: str, old: str, new: str
) -> None:
    again(source)
    build(source, source.parent / "kept", builder="html")
    edit(source / name, old, new)
    build(source, source.parent / "kept", builder="html")
    assert new.strip("{}") in again(source).text("plain")


def test_two_images_of_one_name_are_told(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / "site" / folder).mkdir(parents=True)
        (tmp_path / "site" / folder / "wheel.svg").write_text(
            f'<svg xmlns="http://www.w3.org/2000/svg" id="{folder}"/>'
        )
    source = make(
        tmp_path / "site",
        index="# Home\n\n![a](a/wheel.svg) ![b](b/wheel.svg) ![a](a/wheel.svg)\n",
    )
    (found,) = build(source, tmp_path / "work").warnings
    assert found.endswith(
        "index.md: WARNING: image 'b/wheel.svg' has the file name of 'a/wheel.svg';"
        " rename one of them [folio.image]"
    )


def test_a_link_to_a_draft_that_is_deleted_is_that_of_a_clean_build(tmp_path: Path) -> None:
    source = make(
        tmp_path / "site",
        conf=CONF,
        refs="",
        index="# Home\n\n[a](blog/secret.md) [b](/blog/secret.md)\n\n```{posts}\n```\n",
        blog__secret="---\ndate: 2026-01-01\ndraft: true\n---\n\n# Secret\n",
    )
    again(source)
    (source / "blog" / "secret.md").unlink()
    again(source)


def test_what_is_withdrawn_goes_though_the_doctrees_are_gone(source: Path) -> None:
    site = again(source)
    shutil.rmtree(source.parent / "kept" / "doctrees")
    edit(source / "blog" / "two.md", "---\ndate", "---\ndraft: true\ndate")
    again(source)
    assert not (site.out / "blog" / "two").exists()


def test_what_a_build_wrote_that_died_goes_when_it_is_withdrawn(source: Path) -> None:
    site = again(source)
    conf = source / "conf.py"
    dying = "\ndef die(app, exception):\n    raise OSError\n"
    dying += "\ndef setup(app):\n    app.connect('build-finished', die, priority=1)\n"
    make(source, blog__late="---\ndate: 2026-01-03\n---\n\n# Late\n", conf=CONF + dying)
    with pytest.raises(ExtensionError):
        build(source, source.parent / "kept")
    assert (site.out / "blog" / "late" / "index.html").exists()
    conf.write_text(CONF)
    edit(source / "blog" / "late.md", "---\ndate", "---\ndraft: true\ndate")
    again(source)
    assert not (site.out / "blog" / "late").exists()


def test_two_output_folders_of_one_environment_are_each_kept_fresh(source: Path) -> None:
    work = source.parent / "kept"
    site = again(source)
    edit(source / "blog" / "two.md", "---\ndate", "---\ndraft: true\ndate")
    Sphinx(source, source, work / "other", work / "doctrees", "dirhtml", status=None).build()
    assert not (work / "other" / "blog" / "two").exists()
    again(source)
    assert not (site.out / "blog" / "two").exists()
    assert "Two" not in site.text("")


# --- times say nothing -------------------------------------------------------------------------


def _times(folder: Path) -> dict[str, int]:
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns
        for path in folder.rglob("*.html")
    }


def test_new_times_alone_have_nothing_read_and_nothing_written(tmp_path: Path) -> None:
    """As after a checkout, with what a former build kept beside it."""
    source = copy_root("site", tmp_path / "site")
    first = build(source, tmp_path / "work")
    before = _times(first.out)
    for path in source.rglob("*"):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    again = build(source, tmp_path / "work")
    # Of these, not even Sphinx knows whether they have changed.
    always = {"404.html", "404/index.html", "search/index.html", "genindex/index.html"}
    written = {name for name, time in _times(again.out).items() if time != before.get(name)}
    assert written <= always


def test_of_a_checkout_only_what_changed_is_written(tmp_path: Path) -> None:
    source = copy_root("site", tmp_path / "site")
    before = _times(build(source, tmp_path / "work").out)
    page = source / "blog" / "loose.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more line.\n", encoding="utf-8")
    for path in source.rglob("*"):
        os.utime(path, (4_000_000_000, 4_000_000_000))
    again = build(source, tmp_path / "work")
    assert "One more line." in again.text("blog/loose")
    assert differences(again.out, build(source, tmp_path / "clean").out) == []
    untouched = {name for name, time in _times(again.out).items() if time == before.get(name)}
    assert any("people" in name for name in untouched)


def test_a_page_whose_output_is_gone_is_written_again(tmp_path: Path) -> None:
    source = copy_root("site", tmp_path / "site")
    first = build(source, tmp_path / "work")
    gone = next(path for path in sorted(first.out.rglob("index.html")) if "loose" in str(path))
    tag = next(path for path in sorted(first.out.glob("blog/tags/*/index.html")))
    text, tagged = gone.read_bytes(), tag.read_bytes()
    gone.unlink()
    tag.unlink()
    build(source, tmp_path / "work")
    assert gone.read_bytes() == text
    assert tag.read_bytes() == tagged


def test_a_page_that_is_written_while_it_is_read_is_read_again(tmp_path: Path) -> None:
    """What was read is the old text, and what stands there, with a newer time, the new one."""
    conf = """\
extensions = ['sphinx_folio']

def setup(app):
    def write(app, docname, source):
        path = app.srcdir / "index.md"
        if docname == "index" and "later" not in path.read_text():
            path.write_text("# Home\\n\\nSaid later.\\n")
    app.connect("source-read", write, priority=500)
"""
    source = make(tmp_path / "site", conf=conf, index="# Home\n\nSaid first.\n")
    assert "Said first." in build(source, tmp_path / "work").text("")
    assert "Said later." in build(source, tmp_path / "work").text("")


def test_a_build_of_one_page_leaves_the_others_to_the_next(source: Path) -> None:
    kept = source.parent / "kept"
    build(source, kept)
    edit(source / "plain.md", "Text.", "New text.")
    edit(source / "links.md", "# Links", "# Links of ours")
    app = SphinxTestApp("dirhtml", srcdir=source, builddir=kept)
    try:
        app.build(filenames=[source / "links.md"])
    finally:
        app.cleanup()
    assert "New text" in again(source).text("plain")


def test_pages_without_a_source_follow_an_extension(source: Path) -> None:
    (source / "more.py").write_text("def setup(app):\n    app.add_js_file('more.js')\n")
    build(source, source.parent / "kept")
    conf = "import sys\nsys.path.insert(0, '.')\n" + CONF.replace("folio']", "folio', 'more']")
    (source / "conf.py").write_text(conf.replace("'.'", repr(str(source))))
    assert "more.js" in again(source).text("blog/tags")


def test_a_setting_that_another_builder_has_taken_up_reaches_the_pages(source: Path) -> None:
    figure = "\n```{figure} one.svg\nA\n```\n"
    (source / "one.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    edit(source / "plain.md", "Text.", f"Text.\n{figure}")
    kept = source.parent / "kept"
    build(source, kept)
    (source / "conf.py").write_text(CONF + "numfig_format = {'figure': 'Fig. %s'}\n")
    build(source, kept, builder="text")
    assert "Fig. 1" in again(source).text("plain")


def test_a_link_to_a_heading_shows_the_heading(source: Path) -> None:
    edit(source / "plain.md", "Text.", "Text.\n\n## Details one\n")
    edit(source / "links.md", "# Links", "# Links\n\n[](plain.md#details-one)\n")
    build(source, source.parent / "kept")
    edit(source / "plain.md", "Details one", "Details, one")
    assert "Details, one" in again(source).text("links")


def test_a_template_of_any_name_counts(source: Path) -> None:
    templates = source / "_templates"
    templates.mkdir()
    (templates / "page.html").write_text(
        "{% extends '!page.html' %}"
        "{% block body %}{% include 'mark.svg' %}{{ super() }}{% endblock %}"
    )
    (templates / "mark.svg").write_text('<svg id="one"/>')
    (source / "conf.py").write_text(CONF + "templates_path = ['_templates']\n")
    build(source, source.parent / "kept")
    (templates / "mark.svg").write_text('<svg id="two"/>')
    assert 'id="two"' in again(source).text("plain")


def test_a_sheet_that_is_named_alone_counts(source: Path) -> None:
    sheet = source / "own.css"
    conf = CONF + "html_static_path = ['own.css']\nhtml_css_files = ['own.css']\n"
    (source / "conf.py").write_text(conf)
    seen = []
    for text in ("p { color: red }", "p { color: blue }"):
        sheet.write_text(text)
        # Each in a process of its own: Sphinx keeps the digests of sheets for as long as one lives.
        command = [sys.executable, "-m", "sphinx", "-q", "-b", "dirhtml", str(source), "out"]
        subprocess.run(command, cwd=source, check=True)
        page = (source / "out" / "plain" / "index.html").read_text()
        seen += re.findall(r"own\.css\?v=(\w+)", page)
    assert len(set(seen)) == 2


def test_the_order_that_an_author_gives_is_kept(source: Path) -> None:
    skills = "---\nskills:\n  Mathematics: [algebra]\n  Tools: [a hammer]\n---\n\n# Ada\n"
    make(source, conf=CONF, people__ada=skills)
    (source / "cv").mkdir()
    (source / "cv" / "ada.md").write_text("# CV\n\n```{cv} ada\n```\n")
    build(source, source.parent / "kept")
    text = skills.replace("  Mathematics: [algebra]\n  Tools: [a hammer]\n", "")
    text = text.replace("skills:\n", "skills:\n  Tools: [a hammer]\n  Mathematics: [algebra]\n")
    (source / "people" / "ada.md").write_text(text)
    again(source)


def test_pages_with_figures_are_written_when_they_change_and_no_others(source: Path) -> None:
    figure = "\n```{figure} one.svg\n:name: NAME\nA\n```\n"
    (source / "one.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    for name in ("plain", "links"):
        path = source / f"{name}.md"
        path.write_text(path.read_text() + figure.replace("NAME", name))
    build(source, source.parent / "kept")
    assert written(source) <= MADE
    edit(source / "plain.md", "Text.", "New text.")
    assert written(source) <= {"plain", ".", *MADE}  # a list shows first words
    assert "Figure 1" in again(source).text("links")


@pytest.mark.parametrize("jobs", [0, 2])
def test_images_that_were_converted_stay(source: Path, jobs: int) -> None:
    (source / "converting.py").write_text(
        """
from pathlib import Path
from sphinx.transforms.post_transforms.images import ImageConverter

class Converter(ImageConverter):
    conversion_rules = [("application/pdf", "image/png")]
    def is_available(self):
        return True
    def convert(self, before, after):
        Path(after).write_bytes(Path(before).read_bytes())
        return True

def setup(app):
    app.add_post_transform(Converter)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
"""
    )
    (source / "one.pdf").write_bytes(b"%PDF-1.4")
    conf = f"import sys\nsys.path.insert(0, {str(source)!r})\n"
    (source / "conf.py").write_text(conf + CONF.replace("folio']", "folio', 'converting']"))
    edit(source / "plain.md", "Text.", "Text. ![](one.pdf)")
    for number in range(20):  # so that there are enough pages for two processes
        (source / f"more{number}.md").write_text(f"---\norphan: true\n---\n# More {number}\n")
    kept = source.parent / "kept"
    first = build(source, kept, jobs=jobs)
    image = first.out / "_images" / "one.png"
    assert image.is_file()
    edit(source / "links.md", "# Links", "# Links of ours")
    build(source, kept, jobs=jobs)
    assert image.is_file()
    again(source)
