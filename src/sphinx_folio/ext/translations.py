"""Translations: pages that say the same in other languages, and whether they still do."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..digests import content_digest
from ..errors import Subtype, did_you_mean
from ..words import own_name
from . import warn
from .domain import FolioDomain, domain_of
from .markup import block, line
from .publishing import alternates
from .queries import BLOG, language_of, original_of, place_of, post_of, versions, words_on

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: Where the Domain keeps, per translation, what its original says now: a digest.
DERIVED = "original"


def _compare(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Keep what the original of each translation says now; its page is written again with it."""
    domain = domain_of(env)
    found: dict[str, str] = {}
    for docname in sorted(env.found_docs):
        original = original_of(domain, docname)
        if original:
            text = env.doc2path(original).read_text(encoding="utf-8", errors="replace")
            found[docname] = content_digest(text)
    domain.derive(DERIVED, found)
    return []


def _check(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about translations of nothing, of each other, twice, and of no known state."""
    domain = domain_of(env)
    for docname in sorted(env.found_docs):
        for message in _faults(domain, docname):
            place = place_of(domain, docname, "translation-of", "language", "translation-hash")
            warn(message, place, Subtype.TRANSLATION)


def _faults(domain: FolioDomain, docname: str) -> Iterator[str]:
    """Yield what is wrong with a page as a translation: one thing at most."""
    said = domain.data["translations"].get(docname, ("", ""))[0]
    target = said.removesuffix(".md").strip("/")
    known = domain.env.found_docs
    if target and docname in {target, f"{BLOG}{target}"}:
        yield f"translation-of: {said!r} is this page itself"
        return
    if target and known.isdisjoint({target, f"{BLOG}{target}"}):
        names = {name.removeprefix(BLOG) for name in known if name != docname}
        yield f"translation-of: no page {said!r}.{did_you_mean(target, names)}"
        return
    original = original_of(domain, docname)
    if not original:
        return
    language = language_of(domain, docname)
    family = versions(domain, original)
    chain = _chain(domain, docname)
    if original_of(domain, chain[-1]):
        # Told once, on the first page of the circle; what leads into it is right when it is broken.
        circle = chain[chain.index(original_of(domain, chain[-1])) :]
        if docname == min(circle):
            told = " and ".join(repr(name.removeprefix(BLOG)) for name in sorted(circle))
            yield f"{told} are translations of each other; the original says no translation-of:"
    elif len(chain) > 2:
        yield (
            f"{said or original!r} is a translation itself; "
            f"write translation-of: with the original, {chain[-1].removeprefix(BLOG)!r}"
        )
    elif language == language_of(domain, original):
        yield f"the translation is in the language of its original, {language!r}; write language:"
    elif family.get(language) != docname:
        other = domain.env.doc2path(family[language], base=False)
        yield f"{other} translates {original!r} into {language!r} too; only that one is linked"
    elif not _digest_then(domain, docname):
        digest = domain.derived(DERIVED, docname)
        yield f"the translation does not say of what; write translation-hash: {digest!r}"


def _chain(domain: FolioDomain, docname: str) -> list[str]:
    """Return a page, what it translates, what that translates and so on, each page once."""
    chain = [docname]
    while (original := original_of(domain, chain[-1])) and original not in chain:
        chain.append(original)
    return chain


def _digest_then(domain: FolioDomain, docname: str) -> str:
    """Return the digest of the original as it was translated, ``""`` where none is declared."""
    return str(domain.data["translations"].get(docname, ("", ""))[1])


def is_stale(domain: FolioDomain, docname: str) -> bool:
    """Tell whether the original of a translation has changed since."""
    then = _digest_then(domain, docname)
    return bool(then) and then != domain.derived(DERIVED, docname)


def _show(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Say below the title of a page what versions there are; a post's own head says it."""
    title = next(iter(doctree.findall(nodes.title)), None)
    if title is None or domain_of(app.env).of(docname, "post"):
        return
    place = title.parent.index(title) + 1
    title.parent[place:place] = version_notes(app, docname)


def version_notes(app: Sphinx, docname: str) -> list[nodes.Node]:
    """Return the links to the other languages of a page, and what has changed since."""
    domain = domain_of(app.env)
    family = versions(domain, docname)
    if len(family) == 1:
        return []
    shown: list[nodes.Node] = [nodes.raw("", _switcher(app, docname, family), format="html")]
    if is_stale(domain, docname):
        _ = words_on(domain, docname)
        uri = app.builder.get_relative_uri(docname, next(iter(family.values())))
        link = nodes.reference("", _("Read the original."), refuri=uri, internal=True)
        said = _("The original has changed since this translation was made.")
        shown.append(block("folio-stale", line("", said, " ", link)))
    return shown


def _switcher(app: Sphinx, docname: str, family: dict[str, str]) -> str:
    """Return the languages' own names, those of the other pages as links."""
    _ = words_on(domain_of(app.env), docname)
    names = []
    for language, name in family.items():
        tag, words = escape(language), escape(own_name(language))
        if name == docname:
            names.append(f'<span lang="{tag}" aria-current="page">{words}</span>')
        else:
            uri = escape(app.builder.get_relative_uri(docname, name))
            names.append(f'<a href="{uri}" lang="{tag}" hreflang="{tag}">{words}</a>')
    label = escape(_("This page in other languages"))
    return (
        f'<nav class="folio-languages" aria-label="{label}" data-pagefind-ignore>'
        f"{' '.join(names)}</nav>\n"
    )


def _link(
    app: Sphinx,
    pagename: str,
    templatename: str,
    context: dict[str, Any],
    doctree: nodes.document | None,
) -> None:
    """Tell machines where the other languages are; all versions name the same set."""
    if pagename not in app.env.found_docs:
        return
    context["metatags"] = context.get("metatags", "") + "".join(
        f'<link rel="alternate" hreflang="{escape(language)}" href="{escape(url)}">\n'
        for language, url in alternates(app, pagename).items()
    )


def _shown(app: Sphinx) -> dict[str, Any]:
    """Return what pages show and tell machines of their other versions: titles and addresses."""
    domain = domain_of(app.env)
    return {
        name: [original_of(domain, name), [_told(domain, *one) for one in family.items()]]
        for name in app.env.found_docs
        if len(family := versions(domain, name)) > 1
    }


def _told(domain: FolioDomain, language: str, docname: str) -> list[str]:
    record = domain.of(docname, "post")
    other = post_of(record).canonical or post_of(record).external if record else ""
    return [language, docname, domain.env.titles[docname].astext(), other]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the comparison, the checks, and what pages show of it."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.connect("env-updated", _compare)
    app.connect("env-check-consistency", _check)
    # After the lists in the page are filled (500): the links stand right below the title.
    app.connect("doctree-resolved", _show, priority=600)
    app.connect("html-page-context", _link)
    app.connect("folio-page-shows", _shown)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
