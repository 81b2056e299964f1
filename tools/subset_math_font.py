"""Makes the site's maths fonts: subsets of STIX Two Math under a family name of our own.

In: the .woff2 of STIX Two Math as the npm package ``@fontsource/stix-two-math`` ships it (5.3.0,
``files/stix-two-math-latin-400-normal.woff2``, font version 2.12 b168a; despite "latin" it is the
whole font), and the package's LICENSE. Out: ``folio-math.woff2`` and its parts, ``OFL.txt``, and
the style sheet that says which characters are where; sizes and sha256 on stdout. Needs fonttools
and brotli (tried with 4.68.0 and 1.2.1); other versions may pack the same glyphs into other
bytes.

    npm pack @fontsource/stix-two-math@5.3.0 && tar xzf fontsource-stix-two-math-5.3.0.tgz
    python tools/subset_math_font.py package src/sphinx_folio/theme/folio

A page loads the parts whose characters it has (``ext/math/fonts.py``). Browsers take the measures
of formulas, and whatever grows, from one font, the first that has a space: so
``folio-math.woff2`` has what grows in most formulas, and one of two goes before it on pages whose
formulas need more: ``folio-math-growing.woff2``, and ``folio-math-stretchy.woff2``, which has all.

Three things are mended on the way, each described where it is done: right arrows that browsers do
not stretch, wide hats and tildes that they do not find, and primes that stand too high.

The SIL Open Font License asks that a changed font does not carry a reserved name, and that the
licence goes with it. STIX Two states no reserved name; the subset is renamed all the same, because
it is not the font that a reader may have installed.
"""

from __future__ import annotations

import argparse
import copy
import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FAMILY = "Folio Math"
#: The family of letters as they stand in words, which goes before the base there.
WORDS = "Folio Math Words"
#: Families of the fonts that go before the base.
FIRST = {"growing": "Folio Math Growing", "stretchy": "Folio Math Stretchy"}
SOURCE_SHA256 = "8b2a6834cfe1f4e0f3724ffa59fe92000013fc5a4c41e6a3f438006c26c60f0d"

# What a post on kernels, numerics and machine learning writes. Everything else is drawn by the
# reader's own fonts. Variants of stretchy signs come along by the MATH table, whatever is listed.
RANGES: tuple[tuple[int, int, str], ...] = (
    (0x0020, 0x007E, "ASCII"),
    (0x00A0, 0x00A0, "no-break space, which Temml puts at the ends of a text"),
    (0x00A7, 0x00A7, "section sign"),
    (0x00A8, 0x00A8, "diaeresis, of \\ddot"),
    (0x00AC, 0x00AC, "not sign"),
    (0x00AF, 0x00B1, "macron, degree, plus-minus"),
    (0x00B4, 0x00B7, "acute, micro, pilcrow, middle dot"),
    (0x00D7, 0x00D7, "times"),
    (0x00F7, 0x00F7, "divide"),
    (0x0131, 0x0131, "dotless i"),
    (0x0237, 0x0237, "dotless j"),
    (0x02C6, 0x02C7, "hat, check"),
    (0x02D8, 0x02DC, "breve, dot, ring, tilde"),
    (0x0300, 0x0308, "combining accents"),
    (0x030A, 0x030C, "combining ring, double acute, check"),
    (0x0338, 0x0338, "combining solidus of negated relations"),
    (0x0391, 0x03A9, "Greek capitals"),
    (0x03B1, 0x03C9, "Greek small letters"),
    (0x03D1, 0x03D1, "vartheta"),
    (0x03D5, 0x03D6, "phi, varpi"),
    (0x03F0, 0x03F1, "varkappa, varrho"),
    (0x03F5, 0x03F5, "epsilon"),
    (0x2002, 0x200B, "spaces"),
    (0x2010, 0x2026, "dashes, quotes, bars, dagger, bullet, ellipsis"),
    (0x2032, 0x2037, "primes"),
    (0x203E, 0x203E, "overline"),
    (0x2044, 0x2044, "fraction slash"),
    (0x2057, 0x2057, "quadruple prime"),
    (0x2061, 0x2064, "invisible operators"),
    (0x20D7, 0x20D7, "combining vector arrow"),
    (0x20DB, 0x20DC, "combining three and four dots"),
    (0x2102, 0x2102, "double-struck C"),
    (0x210A, 0x2113, "script and fraktur letters of old standing, Planck, ell"),
    (0x2115, 0x2115, "double-struck N"),
    (0x2118, 0x211D, "Weierstrass p, double-struck P Q R"),
    (0x2124, 0x2124, "double-struck Z"),
    (0x2126, 0x2128, "ohm, mho, fraktur Z"),
    (0x212B, 0x2138, "script letters of old standing, aleph to daleth"),
    (0x2145, 0x2149, "double-struck italic D d e i j"),
    (0x2190, 0x21B7, "arrows"),
    (0x21BC, 0x21CC, "harpoons, paired arrows"),
    (0x21D0, 0x21D9, "double arrows"),
    (0x21DA, 0x21DD, "triple and squiggle arrows"),
    (0x2200, 0x22FF, "mathematical operators"),
    (0x2300, 0x2300, "varnothing"),
    (0x2308, 0x230B, "ceiling and floor"),
    (0x231C, 0x231F, "corners"),
    (0x2322, 0x2323, "frown, smile"),
    (0x23B0, 0x23B1, "moustaches"),
    (0x23B4, 0x23B5, "square brackets over and under"),
    (0x23DC, 0x23E1, "parentheses, braces, shells over and under"),
    (0x25A0, 0x25A1, "squares"),
    (0x25B2, 0x25B3, "triangles up"),
    (0x25B6, 0x25B9, "triangles right"),
    (0x25BC, 0x25BD, "triangles down"),
    (0x25C0, 0x25C3, "triangles left"),
    (0x25CA, 0x25CB, "lozenge, circle"),
    (0x25EF, 0x25EF, "large circle"),
    (0x2605, 0x2605, "star"),
    (0x2713, 0x2713, "check mark"),
    (0x2717, 0x2717, "ballot x"),
    (0x27C2, 0x27C2, "perpendicular"),
    (0x27E6, 0x27EF, "white, angle and flattened brackets"),
    (0x27F5, 0x27FC, "long arrows"),
    (0x29F8, 0x29F8, "big solidus"),
    (0x2A00, 0x2A06, "n-ary circled and square operators"),
    (0x2A0C, 0x2A0C, "quadruple integral"),
    (0x2A2F, 0x2A2F, "vector product"),
    (0x2A3F, 0x2A3F, "amalgamation"),
    (0x2A74, 0x2A76, "double colon equal, double and triple equals"),
    (0x2A7D, 0x2A7E, "slanted less and greater or equal"),
    (0x2A85, 0x2A8C, "less or greater, or similar"),
    (0x2AAF, 0x2AB0, "precedes or succeeds, or equal"),
    (0x2AB5, 0x2ABA, "precedes or succeeds, negated and similar"),
    (0x2AC5, 0x2ACC, "subset and superset, or equal"),
    (0xFE00, 0xFE0E, "variation selectors"),
    (0x1D400, 0x1D433, "bold"),
    (0x1D434, 0x1D467, "italic: a browser draws every one-letter <mi> with these"),
    (0x1D468, 0x1D49B, "bold italic"),
    (0x1D49C, 0x1D4CF, "script"),
    (0x1D504, 0x1D537, "fraktur"),
    (0x1D538, 0x1D56B, "double-struck"),
    (0x1D5A0, 0x1D5D3, "sans-serif"),
    (0x1D6A4, 0x1D6A5, "italic dotless i and j"),
    (0x1D6A8, 0x1D6E1, "bold Greek"),
    (0x1D6E2, 0x1D71B, "italic Greek"),
    (0x1D71C, 0x1D755, "bold italic Greek"),
    (0x1D7CE, 0x1D7D7, "bold digits"),
    (0x1D7D8, 0x1D7E1, "double-struck digits"),
)

# What nearly every formula is made of, and so comes with every page that has one.
BASE_RANGES = ((0x30, 0x39), (0x2002, 0x200B), (0x2061, 0x2064), (0x1D434, 0x1D467))
BASE = (
    " !'()*+,-./:;<=>[]_{|}~\xa0\xb1\xb7\xd7\u02c6\u02dc\u203e\u210e"
    "…′→↦∀∂∇∈∏∑−∗∘√∞∣∥‖∧∨∩∪∫∼≈≠≡≤≥⊂⊆⊕⋅⋯⌈⌉⌊⌋⟨⟩"
)
# What grows in the base (GROWS in ext/math/fonts.py); all else is there as it stands in a line.
GROWS = "()/[]|→∏∑√∣∥‖∫⌈⌉⌊⌋"
# A letter alone is drawn with its italic form, and yet browsers measure it by the plain letter, and
# ask for that: so here it is the italic form. FreeType fits glyphs to pixels by these letters, too.
ITALIC = {
    "": {point: point - 0x61 + 0x1D44E for point in range(0x61, 0x7B)}
    | {point: point - 0x41 + 0x1D434 for point in range(0x41, 0x5B)}
    | {0x68: 0x210E},
    "greek": {point: point - 0x3B1 + 0x1D6FC for point in range(0x3B1, 0x3CA)}
    | dict(zip((0x3F5, 0x3D1, 0x3F0, 0x3D5, 0x3F1, 0x3D6), range(0x1D716, 0x1D71C), strict=True)),
}
# What grows in formulas of many posts: they get it as a font that goes before the base.
GROWING = "\\_{}~\u02c6\u02dc\u0302\u0303\u0305\u203e\u20d7←↦⇒⇔⏞⏟⟨⟩" + GROWS
# Signs that many posts have some of; letters that come only to pages that have some of them.
# Characters in none of these are symbols.
SIGNS = '"#$%&?@\\^`\xac\xaf″ℓ∃∅∉∋∓∙∝∠≃≅≪≫⊃⊇⊗⊙⊤⊥⋮⋱'
PARTS: dict[str, tuple[tuple[int, int], ...]] = {
    "letters": ((0x61, 0x7A),),
    "capitals": ((0x41, 0x5A),),
    "upright": ((0x131, 0x131), (0x237, 0x237), (0x3B1, 0x3F5)),
    "signs": tuple((point, point) for point in sorted(map(ord, SIGNS))),
    "greek": ((0x0391, 0x03A9), (0x1D6FC, 0x1D71B)),  # as TeX has them: upright, and italic
    "double": (
        (0x2102, 0x2102), (0x210D, 0x210D), (0x2115, 0x2115), (0x2119, 0x211A), (0x211D, 0x211D),
        (0x2124, 0x2124), (0x2145, 0x2149), (0x1D538, 0x1D56B), (0x1D7D8, 0x1D7E1),
    ),
    "script": (
        (0x210A, 0x210B), (0x2110, 0x2110), (0x2112, 0x2112), (0x211B, 0x211B), (0x212C, 0x212C),
        (0x212F, 0x2131), (0x2133, 0x2134), (0x1D49C, 0x1D4CF),
    ),
    "fraktur": (
        (0x210C, 0x210C), (0x2111, 0x2111), (0x211C, 0x211C), (0x2128, 0x2128), (0x212D, 0x212D),
        (0x1D504, 0x1D537),
    ),
    "bold": (
        (0x1D400, 0x1D433), (0x1D468, 0x1D49B), (0x1D5A0, 0x1D5D3), (0x1D6A8, 0x1D6E1),
        (0x1D71C, 0x1D755), (0x1D7CE, 0x1D7D7),
    ),
}  # fmt: skip

IN_WORDS = frozenset({"letters", "capitals", "upright"})

SHEET_HEAD = """\
/* The fonts of formulas, and which characters are in which: tools/subset_math_font.py writes this.

   Pages preload the parts that they need. `optional`: a page on which a font is not there in time
   is set in the reader's own maths font at once and for good. The alternatives are a formula that
   cannot be read for seconds (block) or a text that jumps when the font comes (swap). */
"""
FACE = """
@font-face {{
  font-family: "{family}";
  src: url("../fonts/{file}?v={digest}") format("woff2");
  font-display: optional;
  font-style: normal;
  font-weight: 400;
  size-adjust: 108%;
  unicode-range: {ranges};
}}
"""


def code_points() -> set[int]:
    """Return every code point that the subset asks for; the source may lack some."""
    return {point for first, last, _ in RANGES for point in range(first, last + 1)}


def spread(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """Return every code point of some ranges."""
    return {point for first, last in ranges for point in range(first, last + 1)}


def parts_of(font: TTFont) -> dict[str, set[int]]:
    """Return which code points each part holds; the first, without a name, is the base."""
    known = code_points() & font.getBestCmap().keys()
    variants, names = font["MATH"].table.MathVariants, font.getBestCmap()
    growing = {*variants.HorizGlyphCoverage.glyphs, *variants.VertGlyphCoverage.glyphs}
    stretchy = {point for point in known if names[point] in growing}
    base = known & (spread(BASE_RANGES) | set(map(ord, BASE)))
    letters = {name: known & spread(ranges) for name, ranges in PARTS.items()}
    letters = {name: points - base - stretchy for name, points in letters.items()}
    rest = known - base - stretchy - set().union(*letters.values())
    first = {"growing": (stretchy & set(map(ord, GROWING))) | {0x20}, "stretchy": stretchy | {0x20}}
    return {"": base, **first, **letters, "symbols": rest}


def family_of(part: str) -> str:
    """Return the family that a part belongs to."""
    return WORDS if part in IN_WORDS else FIRST.get(part, FAMILY)


def make_subset(source: Path, part: str) -> tuple[TTFont, str]:
    """Return a part of the font in ``source``, renamed, and its ``unicode-range``."""
    font = TTFont(source, recalcTimestamp=False)
    _mend_right_arrows(font)
    _widen_accents(font)
    _lower_primes(font)
    parts = parts_of(font)
    points = parts[part]
    if not part:
        _keep_growing(font, GROWS)
    taken = set().union(*parts.values())
    options = subset.Options()
    options.layout_features = ["*"]
    options.hinting = False
    options.notdef_outline = True
    options.glyph_names = False
    options.name_IDs = ["*"]
    # Kerning of running text, and rasteriser hints: neither is used by the layout of formulas.
    options.drop_tables += ["GPOS", "gasp"]
    if part and part not in FIRST:
        options.drop_tables.append("MATH")  # never the first font of a formula
    subsetter = subset.Subsetter(options)
    italic = ITALIC.get(part, {})
    names = font.getBestCmap()
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= {point: names[form] for point, form in italic.items()}
    points |= italic.keys()
    subsetter.populate(unicodes=points)
    subsetter.subset(font)
    _rename(font, family_of(part))
    font.flavor = "woff2"
    return font, unicode_range(points, taken)


def unicode_range(points: set[int], taken: set[int]) -> str:
    """Return code points as CSS writes them, shorter for small gaps in which nothing is taken."""
    ranges: list[list[int]] = []
    for point in sorted(points):
        if (
            ranges
            and point - ranges[-1][1] < 64
            and taken.isdisjoint(range(ranges[-1][1] + 1, point))
        ):
            ranges[-1][1] = point
        else:
            ranges.append([point, point])
    return ", ".join(f"U+{a:X}-{b:X}" if a != b else f"U+{a:X}" for a, b in ranges)


def _mend_right_arrows(font: TTFont) -> None:
    """Turn the connectors of the right arrow's head the right way round.

    The head is the last part of three assemblies, but says that it connects at its end (200 units)
    and not at its start (0), so that browsers find no overlap and leave the arrow short.
    """
    for construction in font["MATH"].table.MathVariants.HorizGlyphConstruction:
        for part in (
            construction.GlyphAssembly.PartRecords[1:] if construction.GlyphAssembly else ()
        ):
            if part.glyph == "uni2192.var" and part.StartConnectorLength == 0:
                part.StartConnectorLength, part.EndConnectorLength = part.EndConnectorLength, 0


def _keep_growing(font: TTFont, signs: str) -> None:
    """Take the larger forms from all signs but these; a subset would bring them along."""
    names, variants = font.getBestCmap(), font["MATH"].table.MathVariants
    kept = {names[ord(sign)] for sign in signs}
    for way in ("Horiz", "Vert"):
        glyphs = getattr(variants, f"{way}GlyphCoverage").glyphs
        pairs = zip(glyphs, getattr(variants, f"{way}GlyphConstruction"), strict=True)
        found = [(glyph, construction) for glyph, construction in pairs if glyph in kept]
        getattr(variants, f"{way}GlyphCoverage").glyphs = [glyph for glyph, _ in found]
        setattr(variants, f"{way}GlyphConstruction", [construction for _, construction in found])
        setattr(variants, f"{way}GlyphCount", len(found))


def _widen_accents(font: TTFont) -> None:
    """Let the spacing hat, check and tildes grow as the combining ones do.

    The font has wide forms of U+0302, U+030C and U+0303 only; Temml writes the spacing characters,
    and of those browsers stretch U+02C6, U+02C7, U+02DC and U+007E.
    """
    names, variants = font.getBestCmap(), font["MATH"].table.MathVariants
    known = dict(
        zip(variants.HorizGlyphCoverage.glyphs, variants.HorizGlyphConstruction, strict=True)
    )
    for spacing, combining in ((0x2C6, 0x302), (0x2C7, 0x30C), (0x2DC, 0x303), (0x7E, 0x303)):
        construction = copy.deepcopy(known[names[combining]])
        construction.MathGlyphVariantRecord[0].VariantGlyph = names[spacing]
        known[names[spacing]] = construction
    order = sorted(known, key=font.getGlyphID)
    variants.HorizGlyphCoverage.glyphs = order
    variants.HorizGlyphConstruction = [known[name] for name in order]
    variants.HorizGlyphCount = len(order)


def _lower_primes(font: TTFont) -> None:
    """Draw primes large and low, so that as a superscript they come out as they are in a text.

    MathML puts a prime into a superscript, at 70 % and raised by about 360 units; maths fonts have
    a form for that place (feature `ssty`), which this build of the font has lost.
    """
    constants = font["MATH"].table.MathConstants
    scale = 100 / constants.ScriptPercentScaleDown
    shift = -constants.SuperscriptShiftUp.Value * scale
    glyphs = font.getGlyphSet()
    for point in (0x2032, 0x2033, 0x2034, 0x2057):
        name = font.getBestCmap()[point]
        pen = TTGlyphPen(glyphs)
        glyphs[name].draw(TransformPen(pen, (scale, 0, 0, scale, 0, shift)))
        advance, bearing = font["hmtx"][name]
        font["glyf"][name] = pen.glyph()
        font["hmtx"][name] = (round(advance * scale), round(bearing * scale))


def _rename(font: TTFont, family: str) -> None:
    """Give the font our family name; copyright and licence entries stay as they are."""
    postscript = family.replace(" ", "") + "-Regular"
    version = str(font["name"].getDebugName(5)).removeprefix("Version ")
    names = {
        1: family,
        3: f"{version};subset;{postscript}",
        4: f"{family} Regular",
        6: postscript,
    }
    for record in list(font["name"].names):
        if record.nameID in names:
            record.string = names[record.nameID]
        elif record.nameID not in {0, 2, 5, 13, 14}:
            font["name"].removeNames(nameID=record.nameID)


def main() -> int:
    """Write the parts, their licence and their style sheet into the theme."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", type=Path, help="the unpacked npm package")
    parser.add_argument("theme", type=Path, help="where static/fonts and styles are")
    arguments = parser.parse_args()
    source = arguments.package / "files" / "stix-two-math-latin-400-normal.woff2"
    found = hashlib.sha256(source.read_bytes()).hexdigest()
    if found != SOURCE_SHA256:
        print(f"{source} is not the font this was written for: {found}", file=sys.stderr)
        return 1
    folder = arguments.theme / "static" / "fonts"
    sheet = SHEET_HEAD
    for part in ("", *FIRST, *PARTS, "symbols"):
        font, ranges = make_subset(source, part)
        target = folder / f"folio-math{part and '-'}{part}.woff2"
        font.save(target)
        data = target.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        print(f"{target.name}  {len(data)} bytes  sha256 {digest}")
        sheet += FACE.format(
            family=family_of(part),
            file=target.name,
            digest=digest[:8],
            ranges=ranges,
        )
    (arguments.theme / "styles" / "folio-math-fonts.css").write_text(sheet, "utf-8", newline="\n")
    licence = (arguments.package / "LICENSE").read_text("utf-8")
    (folder / "OFL.txt").write_text(licence, "utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
