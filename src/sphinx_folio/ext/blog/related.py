"""Related posts: those that cite the same works, and those that refer to each other.

All is found from what is cited and referred to, not by comparing posts with posts: the cost grows
with the number of citations and references.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.util import docname_join

from ...models import Post
from ..domain import FolioDomain, domain_of
from ..markup import internal, line, row, span
from ..queries import language_of, post_of, versions, words_on
from .posts import is_post

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment
    from sphinx.util.typing import ExtensionMetadata

#: How many related posts a post names.
MOST = 4
#: A work that more posts cite than this says nothing of any two of them.
COMMON_WORK = 30
#: What a reference weighs, in works that only the two posts cite.
REFERENCE = 2.0


class Related(NamedTuple):
    """A related post, and why: what the two cite both, and which of them refers to which."""

    docname: str
    #: The title of the work that the fewest others cite, and how many more both cite.
    work: str = ""
    more: int = 0
    refers_here: bool = False
    referred_here: bool = False


@dataclass(slots=True)
class _Tie:
    """What holds two posts together; each post stands for all its translations."""

    #: The works that both cite, each behind the number of posts that do.
    works: list[tuple[int, str]] = field(default_factory=list)
    #: What these weigh: the fewer posts cite a work, the more.
    shared: float = 0.0
    #: Which of the two refer to the other.
    refers: set[str] = field(default_factory=set)


def _note(app: Sphinx, doctree: nodes.document) -> None:
    """Keep what the text of a post refers to; what that is, is known when all pages are read."""
    env = app.env
    if is_post(env.docname):
        found = sorted(set(_targets(doctree, env.docname)))
        if found:
            domain_of(env).data["refers"][env.docname] = found


def _targets(doctree: nodes.document, docname: str) -> Iterator[tuple[str, str]]:
    for node in doctree.findall(pending_xref):
        domain, kind, target = node.get("refdomain"), node.get("reftype"), node.get("reftarget", "")
        if domain == "doc":
            yield "doc", target
        elif kind == "doc":
            yield "doc", docname_join(docname, target)
        elif domain == "folio" and kind == "post":
            yield "post", target
        elif domain == "std" or kind in {"any", "myst", "eq"}:
            yield "any", target


def _collect(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Derive the related posts of each post."""
    domain = domain_of(env)
    domain.derive("related", {name: found for name, found in _related(env, domain) if found})
    return []


def _related(env: BuildEnvironment, domain: FolioDomain) -> Iterator[tuple[str, list[Related]]]:
    posts = {record.docname: post_of(record) for record in domain.records("post")}
    # A translation of what is no post, or is not there, stands for itself.
    first = {name: next(iter(versions(domain, name).values())) for name in posts}
    originals = {name: one if one in posts else name for name, one in first.items()}
    ties = _ties(env, domain, originals)
    nearest = {name: _nearest(posts, ties[name], name) for name in sorted(ties)}
    for name in sorted(posts):
        here = originals[name]
        language = language_of(domain, name)
        yield (
            name,
            [
                _told(domain, posts, ties[here][other], (here, other), language)
                for other in nearest[here]
            ],
        )


def _ties(
    env: BuildEnvironment, domain: FolioDomain, originals: dict[str, str]
) -> dict[str, dict[str, _Tie]]:
    """Return, for each original, what ties it to which others."""
    ties: dict[str, dict[str, _Tie]] = {name: {} for name in originals.values()}

    def between(one: str, other: str) -> _Tie:
        tie = ties[one].get(other)
        if tie is None:
            tie = ties[one][other] = ties[other][one] = _Tie()
        return tie

    for key, citing in _citing(env, domain, originals):
        for one, other in combinations(citing, 2):
            tie = between(one, other)
            tie.works.append((len(citing), key))
            tie.shared += 1 / (len(citing) - 1)
    for name, original in originals.items():
        for other in _referred(env, domain, domain.data["refers"].get(name, ())):
            target = originals.get(other, original)
            if target != original:
                between(original, target).refers.add(original)
    return ties


def _citing(
    env: BuildEnvironment, domain: FolioDomain, originals: dict[str, str]
) -> Iterator[tuple[str, list[str]]]:
    """Yield each work that some posts cite, with the originals that do or whose translations do."""
    citing: dict[str, set[str]] = {}
    for name, original in originals.items():
        for key, _id in env.domains["cite"].data["cited"].get(name, ()):
            if key in domain.bibliography:
                citing.setdefault(key, set()).add(original)
    for key in sorted(citing):
        if len(citing[key]) <= COMMON_WORK:
            yield key, sorted(citing[key])


def _referred(
    env: BuildEnvironment, domain: FolioDomain, targets: Iterable[tuple[str, str]]
) -> Iterator[str]:
    standard = env.domains.standard_domain
    for kind, target in targets:
        record = domain.get("post", target) if kind != "doc" else None
        if kind == "doc":
            yield target
        elif record:
            yield record.docname
        elif kind == "any" and target.lower() in standard.anonlabels:
            yield standard.anonlabels[target.lower()][0]


def _nearest(posts: dict[str, Post], ties: dict[str, _Tie], here: str) -> list[str]:
    """Return the originals that are nearest to another.

    Those of its own series come last, and only for the works that both cite: the contents of the
    series name them all, and they refer to each other anyway.
    """
    series = posts[here].series
    found: list[tuple[bool, float, int, str]] = []
    for name, tie in ties.items():
        same = bool(series) and posts[name].series == series
        weight = tie.shared if same else tie.shared + REFERENCE * len(tie.refers)
        if weight:
            found.append((same, -weight, -posts[name].date.toordinal(), name))
    return [name for *_order, name in heapq.nsmallest(MOST, found)]


def _told(
    domain: FolioDomain, posts: dict[str, Post], tie: _Tie, pair: tuple[str, str], language: str
) -> Related:
    """Return what a page in a language says of the second post of a pair."""
    here, other = pair
    shown = versions(domain, other).get(language, other)
    works = sorted(tie.works)
    same = bool(posts[here].series) and posts[other].series == posts[here].series
    return Related(
        shown if shown in posts else other,
        domain.bibliography[works[0][1]].title if works else "",
        len(works[1:]),
        not same and other in tie.refers,
        not same and here in tie.refers,
    )


def related_rows(app: Sphinx, docname: str) -> list[nodes.list_item]:
    """Return a row for each related post, with the reason, in the words of the page's language."""
    domain = domain_of(app.env)
    _ = words_on(domain, docname)
    done = []
    for related in map(Related._make, domain.derived("related", docname) or ()):
        record = domain.of(related.docname, "post")
        if record is None:
            continue
        reasons = []
        if related.refers_here:
            reasons.append(_("refers to this post"))
        if related.referred_here:
            reasons.append(_("linked from this post"))
        if related.work and related.more:
            reasons.append(
                _.plural(
                    "both cite {work} and {count} other work",
                    "both cite {work} and {count} other works",
                    related.more,
                    work=related.work,
                )
            )
        elif related.work:
            reasons.append(_("both cite {work}", work=related.work))
        reason = span("folio-reason", _("; ").join(reasons))
        done.append(row("", line("", internal(app, docname, record), " ", reason)))
    return done


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the steps."""
    app.setup_extension("sphinx_folio.ext.domain")
    app.connect("doctree-read", _note, priority=650)
    app.connect("env-updated", _collect)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
