"""What TeX's names of accents, letters and symbols stand for in Unicode."""

from __future__ import annotations

import re
from typing import Final

#: Accents, as the combining character that follows the letter.
ACCENTS: Final = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306",
    ".": "\u0307", '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323",
    "c": "\u0327", "k": "\u0328", "b": "\u0331", "t": "\u0361", "G": "\u030f", "U": "\u030e",
    "f": "\u0311", "h": "\u0309",
}  # fmt: skip

#: An accent over nothing, as the character by itself.
ALONE: Final = {"`": "`", "'": "´", "^": "^", "~": "~", "=": "¯", ".": "˙", '"': "¨"}

#: Control symbols: a backslash and one character that is no letter.
SYMBOLS: Final = {
    "&": "&", "%": "%", "$": "$", "#": "#", "_": "_", "{": "{", "}": "}", " ": " ", "\n": " ",
    ",": "\u2009", ";": " ", ":": " ", ">": " ", "!": "", "-": "", "/": "", "@": "", "\\": " ",
    "*": "", "|": "‖", "+": "+",
}  # fmt: skip

_GREEK = (
    "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι "
    "kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς "
    "tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ "
    "Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω"
)
_SIGNS = (
    "times × cdot · div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • leq ≤ le ≤ geq ≥ ge ≥ neq ≠ ne ≠ "
    "approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ ll ≪ gg ≫ lesssim ≲ gtrsim ≳ infty ∞ "
    "partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ oint ∮ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ "
    "supset ⊃ supseteq ⊇ cup ∪ cap ∩ setminus ∖ emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬ "
    "lnot ¬ land ∧ wedge ∧ lor ∨ vee ∨ oplus ⊕ otimes ⊗ odot ⊙ perp ⊥ bot ⊥ top ⊤ parallel ∥ "
    "mid ∣ to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ implies ⇒ "
    "Leftrightarrow ⇔ iff ⇔ uparrow ↑ downarrow ↓ mapsto ↦ longrightarrow ⟶ hookrightarrow ↪ "
    "ell ℓ hbar ℏ Re ℜ Im ℑ aleph ℵ prime ′ angle ∠ triangle △ square □ Box □ diamond ⋄ "
    "langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ dagger † ddagger ‡ dag † ddag ‡ "
    "vdash ⊢ models ⊨ cdots ⋯ vdots ⋮ surd √ degree ° colon : checkmark ✓ lbrace { rbrace }"
)
_TEXT = (
    "ss ß SS ẞ ae æ AE Æ oe œ OE Œ o ø O Ø l ł L Ł aa å AA Å i ı j ȷ dh ð DH Ð dj đ DJ Đ th þ "
    "TH Þ ng ŋ NG Ŋ textendash – textemdash — textquoteright ’ textquoteleft ‘ textquotedblleft “ "
    "textquotedblright ” textquotesingle ' textquotedbl \" quotedblbase „ quotesinglbase ‚ "
    "guillemotleft « guillemotright » guillemetleft « guillemetright » guilsinglleft ‹ "
    "guilsinglright › lq ‘ rq ’ glqq „ grqq “ "
    "dots … ldots … textellipsis … TeX TeX LaTeX LaTeX BibTeX BibTeX "
    "textbackslash \\ textasciitilde ~ textasciicircum ^ textasciigrave ` textunderscore _ "
    "textless < textgreater > textbar | textbraceleft { textbraceright } lbrack [ rbrack ] "
    "textdollar $ textregistered ® texttrademark ™ textcopyright © copyright © pounds £ "
    "textsterling £ euro € texteuro € EUR € textyen ¥ S § textsection § P ¶ textparagraph ¶ "
    "textdegree ° textmu µ textordfeminine ª textordmasculine º textperiodcentered · "
    "textbullet • textdagger † textdaggerdbl ‡ textexclamdown ¡ textquestiondown ¿ "
    "textonehalf ½ textonequarter ¼ textthreequarters ¾ textpm ± texttimes × textdiv ÷ "
    "textnumero № textminus − texttwosuperior ² textthreesuperior ³ textonesuperior ¹ "
    "hyphen - nbhyphen \u2011 fshyphen - adddot . addcomma , addcolon : adddotspace . "
    "slash / textsuperscripttwo ² cprime ʹ backslash \\"
)


def _pairs(words: str) -> dict[str, str]:
    listed = words.split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


#: Symbols of formulas, which real files use in text as well.
MATH: Final = _pairs(_GREEK) | _pairs(_SIGNS)

#: Control words that stand for letters and signs.
LETTERS: Final = MATH | _pairs(_TEXT) | {
    "quad": " ", "qquad": " ", "space": " ", "newline": " ", "par": " ", "linebreak": " ",
    "nobreakspace": "\u00a0", "thinspace": "\u2009", "enspace": " ", "textvisiblespace": "␣",
}  # fmt: skip

#: Styles, each with the commands that give it to their argument.
STYLED: Final = {
    **dict.fromkeys(("emph", "textit", "textsl", "mkbibemph", "mkbibitalic"), "emph"),
    **dict.fromkeys(("textbf", "mkbibbold"), "strong"),
    **dict.fromkeys(("texttt", "path", "code", "nolinkurl"), "code"),
    "textsc": "small-caps",
    **dict.fromkeys(("textsuperscript", "mkbibsuperscript"), "sup"),
    **dict.fromkeys(("textsubscript", "mkbibsubscript"), "sub"),
}

#: Styles that last to the end of the group; ``""`` is upright text.
DECLARED: Final = {
    **dict.fromkeys(("em", "it", "sl", "itshape", "slshape"), "emph"),
    **dict.fromkeys(("bf", "bfseries"), "strong"),
    **dict.fromkeys(("tt", "ttfamily"), "code"),
    **dict.fromkeys(("sc", "scshape"), "small-caps"),
    **dict.fromkeys(("rm", "sf", "normalfont", "upshape", "mdseries", "sffamily", "rmfamily"), ""),
}

#: Commands whose argument is shown as it is.
TRANSPARENT: Final = frozenset(
    re.findall(
        r"\S+",
        "textrm textsf textup textmd textnormal text mbox hbox fbox underline uline ul textquoted "
        "mkbibparens protect relax textlf textln bibinfo natexlab "
        "ensuremathtext makebox uppercaseless "
        "NoCaseChange MakeLowercase lowercase citename bibnamefont bibfnamefont smash vphantom "
        "textlatin textrussian textgreek textcyrillic autocap selectfont ignorespaces "
        "unskip allowbreak noindent xspace sloppy",
    )
)

#: Commands that vanish, each with the number of arguments that vanish with it.
DROPPED: Final = {
    "noopsort": 1, "SortNoop": 1, "footnote": 1, "thanks": 1, "label": 1, "index": 1,
    "hspace": 1, "vspace": 1, "color": 1, "phantom": 1, "pagebreak": 0, "nolinebreak": 0,
    "small": 0, "footnotesize": 0, "scriptsize": 0, "tiny": 0, "large": 0, "Large": 0,
    "normalsize": 0, "displaystyle": 0, "textstyle": 0, "hfill": 0, "hyphenation": 1,
}  # fmt: skip

SUPERSCRIPTS: Final = dict(
    zip(
        "0123456789+-=()niabcdefghjklmoprstuvwxyzT*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀ*",
        strict=True,
    )
)
SUBSCRIPTS: Final = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
