"""The process that renders single pages: the one that was just saved, or the first one wanted.

It is an ordinary Sphinx that has loaded what the last build knew, and never builds: it reads one
page, resolves it, and writes it into a folder of its own. As long as the page tells others what it
told before, nothing else has to be worked out again (`page_digests.told_by`).
"""

from __future__ import annotations

import contextlib
import gc
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.environment import CONFIG_OK
from sphinx.errors import ExtensionError
from sphinx.util.docutils import docutils_namespace, patch_docutils

from ..ext.domain import domain_of
from ..ext.math.domain import formulas_of
from ..ext.page_digests import told_by
from .modules import own_modules
from .places import SETTINGS, Places
from .problems import Problem, Warnings, as_data, check_encoding, of_exception
from .wire import Message, Wire

#: With more pages than these to read, the next build is not waited for.
MANY = 8
#: Where nothing is known of a site yet, so many of the pages that its toctrees name are read before
#: the first is rendered: the sidebar shows them.
FRAME = 30


class Renderer:
    """A site in memory, as the last build knew it, and pages that were read since."""

    def __init__(self, site: Path) -> None:
        self._places = Places(site)
        self._warnings = Warnings(site)
        self._found: list[Problem] = []
        self._names = contextlib.ExitStack()
        self._told: dict[str, str] = {}
        self._assets: dict[str, str] = {}
        self.app = self._loaded()
        if self.app.fresh_env_used:
            self._read_frame()
        # What stays for long is not looked at again by the collector: a pause would cost a page.
        gc.collect()
        gc.freeze()

    def close(self) -> None:
        """Make room for one that knows more."""
        self._names.close()
        gc.unfreeze()

    def _loaded(self) -> Sphinx:
        places = self._places
        shutil.rmtree(places.rendered_doctrees, ignore_errors=True)
        places.rendered_doctrees.mkdir(parents=True)
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(places.snapshot, places.rendered_doctrees / "environment.pickle")
        app = self._application(fresh=False)
        if not app.fresh_env_used and app.env.config_status != CONFIG_OK:
            # What was known was read under other settings.
            self._names.close()
            app = self._application(fresh=True)
        domain_of(app.env).single_pages = True
        app.env.find_files(app.config, app.builder)
        self._link_doctrees(app.env.all_docs)
        # Files that the site has no more go; until the others are back, the builder's are served.
        shutil.rmtree(places.rendered / "_static", ignore_errors=True)
        app.emit("write-started", app.builder)
        app.builder.prepare_writing(set())
        self._builder_of(app).copy_static_files()
        self._assets = self._digests_of_assets()
        return app

    def _read_frame(self) -> None:
        env = self.app.env
        found = [env.config.root_doc]
        for docname in found:
            if docname in env.found_docs and len(env.all_docs) < FRAME:
                self._read(docname)
                names = env.toctree_includes.get(docname, ())
                found += [name for name in names if name not in found]
        self.app.emit("env-updated", env)

    def _application(self, *, fresh: bool) -> Sphinx:
        places = self._places
        # What node classes are called is settled for as long as the application lives.
        self._names.enter_context(patch_docutils(str(places.site)))
        self._names.enter_context(docutils_namespace())
        folders = (places.site, places.site, places.rendered, places.rendered_doctrees)
        return Sphinx(
            *folders, "dirhtml", SETTINGS, status=None, warning=self._warnings, freshenv=fresh
        )

    def _link_doctrees(self, docnames: Iterable[str]) -> None:
        """Let the doctrees of the builder be seen where ours are, until one is read anew."""
        for docname in docnames:
            source = self._places.doctrees / f"{docname}.doctree"
            target = self._doctree(docname)
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):
                os.link(source, target)

    def _doctree(self, docname: str) -> Path:
        return self._places.rendered_doctrees / f"{docname}.doctree"

    @staticmethod
    def _builder_of(app: Sphinx) -> StandaloneHTMLBuilder:
        assert isinstance(app.builder, StandaloneHTMLBuilder)
        return app.builder

    # --- pages -----------------------------------------------------------------------------------

    def docname_of(self, path: str) -> str | None:
        """Return the page that has an address, as a path from the site's root."""
        name = path.strip("/")
        known = self.app.env.found_docs
        choices = (name, f"{name}/index") if name else ("index",)
        return next((one for one in choices if one in known), None)

    def path_of(self, docname: str) -> str:
        """Return the address of a page, as a path from the site's root."""
        return "/" + self.app.builder.get_target_uri(docname)

    def affected(self, files: Iterable[str]) -> tuple[list[str], bool]:
        """Return the pages that are read from files, and whether the files are more than that."""
        env = self.app.env
        pages: dict[str, None] = {}
        more = False
        for file in files:
            path = env.srcdir / file
            docname = env.path2doc(path)
            own = docname if docname in env.all_docs else None
            there = path.is_file()
            if own and there:
                pages[own] = None
            pages |= {name: None for name, named in env.dependencies.items() if path in named}
            # Pages depend also on files that are read but once, when Sphinx begins.
            more = more or not there or not own
        return list(pages), more

    def family(self, docname: str) -> list[str]:
        """Return a page and, where nothing was known of the site, those that it is one text with.

        A page links its translations, which go by its name.
        """
        if not self.app.fresh_env_used:
            return [docname]
        stem = docname.partition(".")[0]
        return sorted(name for name in self.app.env.found_docs if name.partition(".")[0] == stem)

    def read(self, docnames: Iterable[str]) -> None:
        """Read pages anew, and work out what follows where they tell others something new."""
        env, news = self.app.env, False
        domain = domain_of(env)
        for docname in docnames:
            told = self._told.pop(docname, "") or told_by(env, docname)
            kept = domain.kept(docname)
            self._read(docname)
            self._note(docname)
            self._told[docname] = told_by(env, docname)
            if self._told[docname] == told:
                domain.put_back(docname, kept)
                formulas_of(env).settle(docname)
            else:
                news = True
        if news:
            self.app.emit("env-updated", env)
        # Figures, tables and listings get their numbers when Sphinx asks what to write besides,
        # for which it needs to know all that toctrees name.
        with contextlib.suppress(*[ExtensionError] if self.app.fresh_env_used else []):
            list(env.check_dependents(self.app, set(docnames)))

    def _read(self, docname: str) -> None:
        env = self.app.env
        encoding = self.app.config.source_encoding
        check_encoding(self._places.site, self.source_of(docname), encoding)
        self.app.emit("env-purge-doc", env, docname)
        env.clear_doc(docname)
        # It may be the builder's own file that stands there.
        self._doctree(docname).unlink(missing_ok=True)
        self.app.builder.read_doc(docname)

    def render(self, docname: str) -> Message:
        """Render a page, and return what a browser needs of it."""
        builder = self._builder_of(self.app)
        doctree = self.app.env.get_and_resolve_doctree(docname, builder, tags=builder.tags)
        builder.write_doc_serialized(docname, doctree)
        builder.write_doc(docname, doctree)
        self._note(docname)
        html = Path(builder.get_output_path(docname)).read_text(encoding="utf-8")
        return {"path": self.path_of(docname), "html": html, "images": dict(builder.images)}

    # --- files that all pages share --------------------------------------------------------------

    def changed_assets(self) -> list[str]:
        """Copy the style sheets and scripts anew; return those that have changed."""
        self.app.emit("write-started", self.app.builder)
        self._builder_of(self.app).copy_static_files()
        before, self._assets = self._assets, self._digests_of_assets()
        return sorted(name for name, digest in self._assets.items() if before.get(name) != digest)

    def _digests_of_assets(self) -> dict[str, str]:
        root = self._places.rendered
        return {
            path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((root / "_static").rglob("*"))
            if path.suffix in {".css", ".js"} and path.is_file()
        }

    def take(self) -> list[dict[str, Any]]:
        """Return what was warned of since the last time."""
        found, self._found = [*self._found, *self._warnings.take()], []
        return as_data(found)

    def source_of(self, docname: str) -> str:
        """Return the source of a page, as a path from the site's root."""
        return Path(self.app.env.doc2path(docname, base=False)).as_posix()

    def _note(self, docname: str) -> None:
        """Keep what was warned of as said of a page."""
        self._found += self._warnings.take(self.source_of(docname))


class _Desk:
    """Answers the server."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._wire = Wire()
        self._renderer: Renderer | None = None

    def run(self) -> None:
        """Answer for ever."""
        for message in self._wire:
            do = getattr(self, f"do_{message.pop('do')}")
            number = message.pop("number")
            try:
                answer = do(**message)
            except Exception as error:  # noqa: BLE001 (whatever an extension may raise)
                answer = {"failed": as_data([of_exception(error, self._site)])}
            self._wire.tell(number=number, **answer)
            # Between two messages, where nobody waits for it.
            if not self._wire.is_waited_for:
                gc.collect()

    def do_load(self) -> Message:
        """Take over what the last build knew."""
        gc.disable()
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None
        self._renderer = Renderer(self._site)
        return {"modules": own_modules(self._site)}

    def do_page(self, path: str) -> Message:
        """Render the page at a path, as its source is now."""
        renderer = self._needed()
        docname = renderer.docname_of(path)
        if docname is None:
            return {"page": None}
        renderer.read(renderer.family(docname))
        return {"page": renderer.render(docname), "problems": renderer.take()}

    def do_changed(self, files: list[str], shown: list[str], turn: int) -> Message:
        """Read what has changed; tell the server of each page that browsers show, when it is done.

        The answer says whether the next build knows something that could not be taken over.
        """
        renderer = self._needed()
        pages, stale = renderer.affected(files)
        open_pages = [name for name in map(renderer.docname_of, shown) if name in pages]
        if len(pages) > MANY:
            pages, stale = open_pages, True
        renderer.read(pages)
        problems = renderer.take()
        for docname in open_pages:
            page = renderer.render(docname)
            problems += renderer.take()
            self._wire.tell(page=page, turn=turn)
        assets = renderer.changed_assets() if stale else []
        return {
            "stale": stale,
            "assets": assets,
            "problems": problems,
            "read": [renderer.source_of(name) for name in pages],
        }

    def _needed(self) -> Renderer:
        if self._renderer is None:
            raise RuntimeError("nothing is loaded yet")
        return self._renderer


if __name__ == "__main__":
    _Desk(Path(sys.argv[1])).run()
