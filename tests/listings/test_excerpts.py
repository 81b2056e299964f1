"""What is shown of a file: all of it, a region, or a symbol."""

from __future__ import annotations

import textwrap

import pytest

from sphinx_folio.listings import Excerpt, ListingError, language_of, read_excerpt

PYTHON = '''\
"""A module."""

import functools

SIZE = 4  # <1>


# begin all
def plain(x):
    """Say x."""
    # begin inner
    y = x + 1  # <2> <3>
    return y  # twice
    # end of inner


# What it caches.
@functools.cache
def cached():
    def inside():
        return "# end of all"

    return inside
# end all


class Layout:
    def size(self):
        return 1

    @property
    def rank(self):
        return 2
'''

CPP = """\
// A file about braces.
#include <cstdio>
#define OPEN {

namespace demo {

// Adds, with a "}" in it.
// Two lines.
template <class T, int N = (3 > 2)>
[[nodiscard]] constexpr auto add(T a, T b) -> decltype(a + b) {
  char const* text = "}{";  // }
  char brace = '{'; /* { */
  return a + b;
}

/* A pair
   of numbers. */
template <class T>
struct Pair final : Base<T> {
  // begin body
  T first{}, second{};  // <1>
  Pair(T a, T b) : first{a}, second(b) {}
  // end body
  T sum() const noexcept { return first + second; }
  bool operator==(Pair const& other) const { return first == other.first; }
};

using Numbers = Pair<int>;
constexpr int kSize = 1'000;

void twice(int);
void twice(float x) { std::printf("%f", x); }
void twice(double x) { std::printf("%f", x); }
}  // namespace demo

__global__ void __launch_bounds__(128, 2) kernel(float const* in, float* out) {
  auto f = [&](int i) { return in[i]; };
  if (threadIdx.x < 32) { out[0] = f(0); }
}

void declared(int);
void declared(int) {}

enum class Major { K, MN };

auto lambda = [](int x) { return x; };
char const* raw = R"x(
void hidden() {}
)x";

int main() { return 0; }
"""


def shown(excerpt: Excerpt) -> str:
    return "\n".join(excerpt.lines)


def test_a_file_is_shown_whole_without_marks_and_callouts() -> None:
    excerpt = read_excerpt(PYTHON, "python")
    assert "begin" not in shown(excerpt)
    assert "# end of" in shown(excerpt)  # in a string
    assert excerpt.lines[4] == "SIZE = 4"
    assert excerpt.callouts == {4: (1,), excerpt.lines.index("    y = x + 1"): (2, 3)}
    lines = PYTHON.split("\n")
    assert all(
        lines[number - 1].startswith(line)
        for line, number in zip(excerpt.lines, excerpt.numbers, strict=True)
    )


def test_a_region_is_dedented_and_numbered_as_in_the_file() -> None:
    excerpt = read_excerpt(PYTHON, "python", region="inner")
    assert excerpt.lines == ("y = x + 1", "return y  # twice")
    assert (excerpt.first_line, excerpt.numbers) == (12, (12, 13))
    assert excerpt.callouts == {0: (2, 3)}


def test_marks_of_other_regions_are_left_out_of_a_region() -> None:
    excerpt = read_excerpt(PYTHON, "python", region="all")
    assert (excerpt.lines[0], excerpt.first_line) == ("def plain(x):", 9)
    assert excerpt.numbers[:3] == (9, 10, 12)
    assert "inner" not in shown(excerpt).replace("inside", "")


def test_a_comment_that_looks_like_half_a_mark_stays() -> None:
    assert read_excerpt("f();\n// end loop\n", "cpp").lines == ("f();", "// end loop")


@pytest.mark.parametrize(
    ("text", "region", "message", "line"),
    [
        ("// begin one\nx\n// end one\n", "on", "no region 'on'. Did you mean 'one'?", None),
        ("x\n// begin one\n", "one", "there is no 'end one'", 2),
        ("// begin a\n// end a\n", "a", "region 'a' is empty", 1),
        ("// end a\nx\n// begin a\n", "a", "ends before it begins", 1),
        ("// begin a\nx\n// end a\n// begin a\n", "a", "begins twice; line 1", 4),
    ],
)
def test_a_region_that_cannot_be_shown_is_told(
    text: str, region: str, message: str, line: int | None
) -> None:
    with pytest.raises(ListingError, match="region") as caught:
        read_excerpt(text, "cpp", region=region)
    assert message in caught.value.message
    assert caught.value.line == line


def test_lines_may_end_as_on_any_system() -> None:
    text = "\ufeff// begin a\r\nx;  // <1>\r\n// end a\r\n"
    assert read_excerpt(text, "cpp", region="a").lines == ("x;",)


@pytest.mark.parametrize(
    ("symbol", "first", "last", "line"),
    [
        ("plain", "def plain(x):", "    return y  # twice", 9),
        ("cached", "# What it caches.", "    return inside", 17),
        ("cached.inside", "def inside():", '    return "# end of all"', 20),
        ("Layout", "class Layout:", "        return 2", 27),
        ("Layout.rank", "@property", "    return 2", 31),
        ("SIZE", "SIZE = 4", "SIZE = 4", 5),
    ],
)
def test_a_symbol_of_python(symbol: str, first: str, last: str, line: int) -> None:
    excerpt = read_excerpt(PYTHON, "python", symbol=symbol)
    assert (excerpt.lines[0], excerpt.lines[-1], excerpt.first_line) == (first, last, line)


@pytest.mark.parametrize(
    ("symbol", "first", "last"),
    [
        ("add", '// Adds, with a "}" in it.', "}"),
        ("demo::add", '// Adds, with a "}" in it.', "}"),
        ("Pair", "/* A pair", "};"),
        ("Pair::first", "T first{}, second{};", None),
        ("Pair::Pair", "Pair(T a, T b) : first{a}, second(b) {}", None),
        ("sum", "T sum() const noexcept { return first + second; }", None),
        ("operator==", "bool operator==(Pair const& other) const {", None),
        ("Numbers", "using Numbers = Pair<int>;", None),
        ("kSize", "constexpr int kSize = 1'000;", None),
        ("kernel", "__global__ void __launch_bounds__(128, 2) kernel(", "}"),
        ("declared", "void declared(int) {}", None),
        ("Major", "enum class Major { K, MN };", None),
        ("lambda", "auto lambda = [](int x) { return x; };", None),
        ("raw", 'char const* raw = R"x(', ')x";'),
        ("main", "int main() { return 0; }", None),
    ],
)
def test_a_symbol_of_cpp(symbol: str, first: str, last: str | None) -> None:
    lines = read_excerpt(CPP, "cuda", symbol=symbol).lines
    assert lines[0].startswith(first)
    assert lines[-1].startswith(first if last is None else last)


def test_a_type_is_shown_with_its_template_line_and_without_marks() -> None:
    excerpt = read_excerpt(CPP, "cpp", symbol="Pair")
    assert excerpt.lines[2:4] == ("template <class T>", "struct Pair final : Base<T> {")
    assert "  T first{}, second{};" in excerpt.lines
    assert len(excerpt.lines) == 9


@pytest.mark.parametrize(
    ("symbol", "language", "message"),
    [
        ("twice", "cpp", "symbol 'twice' may be 'demo::twice' in line 32 and 'demo::twice' in"),
        ("hidden", "cpp", "no symbol 'hidden'"),
        ("kernels", "cpp", "Did you mean 'kernel'?"),
        ("add", "toml", "mark a region"),
    ],
)
def test_a_symbol_that_cannot_be_shown_is_told(symbol: str, language: str, message: str) -> None:
    with pytest.raises(ListingError) as caught:
        read_excerpt(CPP, language, symbol=symbol)
    assert message in caught.value.message


def test_a_source_that_cannot_be_read_tells_where() -> None:
    with pytest.raises(ListingError, match="is no Python") as caught:
        read_excerpt("x = 1\ndef f(:\n", "python", symbol="f")
    assert caught.value.line == 2
    with pytest.raises(ListingError, match="not closed") as caught:
        read_excerpt("int x;\nvoid f() {\n", "cpp", symbol="f")
    assert caught.value.line == 2
    with pytest.raises(ListingError, match="both"):
        read_excerpt("x", "cpp", symbol="f", region="x")


def test_an_entry_of_ptx_is_a_symbol() -> None:
    ptx = textwrap.dedent(
        """\
        .version 8.0
        .target sm_90a

        // Adds.
        .visible .entry add(
          .param .u64 out
        )
        {
          ret;
        }
        """
    )
    assert read_excerpt(ptx, "ptx", symbol="add").lines[:2] == ("// Adds.", ".visible .entry add(")


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("a/b.py", "python"),
        ("b.cpp", "cpp"),
        ("b.cu", "cuda"),
        ("b.CUH", "cuda"),
        ("b.h", "cpp"),
        ("b.ptx", "ptx"),
        ("CMakeLists.txt", "cmake"),
        ("b.unknown", "text"),
    ],
)
def test_the_language_is_told_by_the_name(name: str, language: str) -> None:
    assert language_of(name) == language


STRINGS = {
    "python": '''\
TEXT = """
# begin shown
x  # <1>
# end shown
"""
# begin shown
NOTE = "no callout # <3>"
ONE = 1  # <2>
# end shown
''',
    "cpp": """\
char const* text = R"(
// begin shown
x  // <1>
// end shown
)";
/*
// begin shown
*/
// begin shown
char const* note = "no callout // <3>";
int one = 1;  // <2>
// end shown
""",
}


@pytest.mark.parametrize("language", STRINGS)
def test_what_stands_in_a_string_is_no_mark_and_no_callout(language: str) -> None:
    region = read_excerpt(STRINGS[language], language, region="shown")
    assert (len(region.lines), dict(region.callouts)) == (2, {1: (2,)})
    assert "<3>" in region.lines[0]
    whole = read_excerpt(STRINGS[language], language)
    assert sum("<1>" in line for line in whole.lines) == 1
    assert sum(" begin shown" in line for line in whole.lines) == (1 if language == "python" else 2)


def test_python_that_cannot_be_read_still_has_its_marks() -> None:
    text = "# begin shown\nx = (  # <1>\n# end shown\n"
    assert read_excerpt(text, "python", region="shown").callouts == {0: (1,)}


@pytest.mark.parametrize("text", ["x = " + "-" * 100_000 + "1\n", "1" + "+1" * 100_000 + "\n"])
def test_python_that_is_nested_too_deeply_is_a_fault_of_its_own(text: str) -> None:
    assert read_excerpt(text, "python").lines
    with pytest.raises(ListingError, match="nested too deeply"):
        read_excerpt(text, "python", symbol="x")
