"""Years: a page for each year of posts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util.docutils import SphinxDirective

from ..domain import FolioDomain, Record, domain_of
from ..markup import Listing
from ..queries import BLOG, by_date, language_of, once_each, post_of, site_language, words_on
from .generated import Page, blog_line, counted, is_free, made_page
from .lists import post_list, year_of

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata


def _counts(domain: FolioDomain, language: str) -> dict[str, int]:
    """Return the years of posts, newest first, with how many; a translation adds none."""
    posts = once_each(domain, by_date(domain), language)
    return Counter(year for record in posts if (year := year_of(post_of(record))))


def _collect(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Note a year for each that has posts."""
    domain = domain_of(env)
    years = [
        Record("year", year, year, f"{BLOG}{year}")
        for year in _counts(domain, site_language(domain))
        if is_free(env, f"{BLOG}{year}", f"the year {year}")
    ]
    domain.generate("year", sorted(years, key=lambda record: record.name))
    return []


def _years(app: Sphinx, docname: str) -> list[nodes.Node]:
    """Return the years that have a page, newest first."""
    domain = domain_of(app.env)
    language = language_of(domain, docname)
    counts = domain.cached(f"years counted {language}", lambda: _counts(domain, language))
    # A post's translation may be of another year, which its language alone then has.
    found = [
        (year, counts[year.name]) for year in reversed(domain.records("year")) if counts[year.name]
    ]
    return [counted(app, docname, "folio-year-list", found)] if found else []


class YearList(Listing):
    """All years of posts."""

    def build(self, app: Sphinx, docname: str) -> list[nodes.Node]:
        """Return the years, each with the number of its posts."""
        return _years(app, docname)

    def entries(self) -> tuple[str, ...]:
        """Return none: no entry is shown."""
        return ()

    def types(self) -> tuple[str, ...]:
        """Return the years, and the posts that are counted."""
        return ("post", "year")


class YearsDirective(SphinxDirective):
    """``{years}``: the years of posts, newest first, each with the number of its posts."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the list."""
        return [YearList()]


def _pages(app: Sphinx) -> Iterator[Page]:
    domain = domain_of(app.env)
    if not isinstance(app.builder, StandaloneHTMLBuilder) or not domain_of(app.env).made_anew:
        return
    years = domain.records("year")
    for year in years:
        _ = words_on(domain, year.docname)
        listed = post_list(year=year.name).build(app, year.docname)
        others = _years(app, year.docname) if len(years) > 1 else []
        body = [*others, *listed, blog_line(app, year.docname)]
        yield made_page(app, year.docname, _("Posts of {year}", year=year.title), body)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the list and the pages."""
    app.setup_extension("sphinx_folio.ext.blog.lists")
    app.add_node(YearList)
    app.add_directive("years", YearsDirective)
    app.connect("env-updated", _collect)
    app.connect("html-collect-pages", _pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
