"""The tools that are compared, ours first."""

from peers.ablog import ABLOG
from peers.eleventy import ELEVENTY
from peers.folio import CARDS, FOLIO, PAGES
from peers.hugo import HUGO
from peers.mkdocs import MATERIAL, ZENSICAL
from peers.pelican import PELICAN
from peers.stock import STOCK

PEERS = (FOLIO, PAGES, STOCK, ABLOG, PELICAN, MATERIAL, ZENSICAL, HUGO, ELEVENTY)
#: Taken only if named.
VARIANTS = (CARDS,)

__all__ = ["PEERS", "VARIANTS"]
