// Prints what CuTe itself makes of some hundred layouts, as JSON: the truth that
// tests/test_layout_algebra.py compares sphinx_folio.layout_algebra with.
//
// Every layout is static and drawn at compile time from a seed, so the output is always the same.
//
//   pip download --no-deps nvidia-cutlass==4.2.0.0    (cutlass_library/source/include)
//   g++ -std=c++17 -w -I <cutlass include> -I <cuda include> -I <cuda include>/cccl
//       cute_layouts.cpp -o cute_layouts && ./cute_layouts > cute_layouts.json
#include <cute/layout.hpp>
#include <cutlass/version.h>

#include <cstdio>
#include <utility>

using namespace cute;

constexpr unsigned kLayouts = 400;
constexpr unsigned kCompositions = 240;
constexpr unsigned kComplements = 120;

// Draw number k of a seed, 0 <= result < bound (a finaliser in the manner of MurmurHash3).
constexpr unsigned draw(unsigned seed, unsigned k, unsigned bound) {
  unsigned x = seed * 2654435761u + k * 40503u + 12345u;
  x ^= x >> 16;
  x *= 2246822507u;
  x ^= x >> 13;
  x *= 3266489909u;
  x ^= x >> 16;
  return x % bound;
}

// Any small extent, or a power of two, for which composition is always defined.
template <unsigned S, unsigned K, bool Pow2>
constexpr int drawn_extent() {
  constexpr int any[] = {1, 2, 3, 4, 5, 6, 7, 8};
  constexpr int pow2[] = {1, 2, 2, 4, 4, 8};
  return Pow2 ? pow2[draw(S, K, 6)] : any[draw(S, K, 8)];
}

template <unsigned S, unsigned K, bool Pow2>
constexpr int drawn_stride() {
  constexpr int any[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 24, 32, 48, 64};
  constexpr int pow2[] = {0, 1, 2, 4, 8, 16, 32, 64};
  return Pow2 ? pow2[draw(S, K, 8)] : any[draw(S, K, 17)];
}

// What stands at a leaf: 0 the extent, 1 a stride, 2 a rank in an order of the modes (never twice the same).
template <unsigned S, unsigned K, bool Pow2, int What>
using Leaf = Int<What == 0 ? drawn_extent<S, K, Pow2>()
                           : What == 1 ? drawn_stride<S, K + 100, Pow2>() : int(64 * draw(S, K + 200, 50) + K)>;

// A mode is an integer, a pair, or a pair whose second member is a pair.
template <unsigned S, unsigned K, bool Pow2, int What>
constexpr auto drawn_mode() {
  using A = Leaf<S, 4 * K, Pow2, What>;
  using B = Leaf<S, 4 * K + 1, Pow2, What>;
  using C = Leaf<S, 4 * K + 2, Pow2, What>;
  constexpr unsigned form = draw(S, K + 300, 8);
  if constexpr (form < 4) {
    return A{};
  } else if constexpr (form < 7) {
    return cute::tuple<A, B>{};
  } else {
    return cute::tuple<A, cute::tuple<B, C>>{};
  }
}

template <unsigned S, bool Pow2, int What>
constexpr auto drawn_modes() {
  constexpr unsigned form = draw(S, 400, 8);
  if constexpr (form == 0) {
    return Leaf<S, 0, Pow2, What>{};  // a plain integer: rank 1, depth 0
  } else if constexpr (form == 1) {
    return cute::make_tuple(drawn_mode<S, 0, Pow2, What>());
  } else if constexpr (form < 6) {
    return cute::make_tuple(drawn_mode<S, 0, Pow2, What>(), drawn_mode<S, 1, Pow2, What>());
  } else {
    return cute::make_tuple(drawn_mode<S, 0, Pow2, What>(), drawn_mode<S, 1, Pow2, What>(),
                            drawn_mode<S, 2, Pow2, What>());
  }
}

// Strides: CuTe's default, row-major, compact in a drawn order, or (if Free) drawn one by one.
template <unsigned S, bool Pow2, bool Free>
constexpr auto layout_of() {
  constexpr unsigned kind = draw(S, 500, Free ? 6 : 3);
  auto shape = drawn_modes<S, Pow2, 0>();
  if constexpr (kind == 0) {
    return make_layout(shape);
  } else if constexpr (kind == 1) {
    return make_layout(shape, LayoutRight{});
  } else if constexpr (kind == 2) {
    return make_ordered_layout(shape, drawn_modes<S, Pow2, 2>());
  } else {
    return make_layout(shape, drawn_modes<S, Pow2, 1>());
  }
}

bool first = true;

void open(char const* kind) {
  std::printf("%s\n{\"kind\":\"%s\"", first ? "" : ",", kind);
  first = false;
}

template <class Value>
void text(char const* key, Value const& value) {
  std::printf(",\"%s\":\"", key);
  print(value);
  std::printf("\"");
}

template <unsigned S>
void print_layout_case() {
  auto layout = layout_of<S, false, true>();
  int const n = size(layout);
  int const step = n / 48 + 1;
  open("layout");
  text("layout", layout);
  std::printf(",\"size\":%d,\"cosize\":%d,\"rank\":%d,\"depth\":%d", n, int(cosize(layout)),
              int(rank(layout)), int(depth(layout)));
  text("coalesce", coalesce(layout));
  text("last", idx2crd(n - 1, layout.shape()));
  text("middle", idx2crd(n / 2, layout.shape()));
  std::printf(",\"step\":%d,\"offsets\":[", step);
  for (int i = 0; i < n; i += step) {
    std::printf(i ? ",%d" : "%d", int(layout(i)));
  }
  std::printf("]");
  if constexpr (rank(decltype(layout){}) == 2) {
    text("row", layout(make_coord(0, _)));
    auto last = make_coord(_, int(size<1>(layout)) - 1);
    text("column", layout(last));
    std::printf(",\"column_at\":%d", int(crd2idx(make_coord(0, get<1>(last)), layout)));
  }
  std::printf("}");
}

template <unsigned S>
void print_composition_case() {
  auto a = layout_of<S, true, true>();
  auto b = layout_of<S + 7919, true, true>();
  open("composition");
  text("a", a);
  text("b", b);
  text("result", composition(a, b));
  std::printf("}");
}

template <unsigned S>
void print_complement_case() {
  // One mode of a compact layout is injective and, with luck, leaves gaps.
  auto whole = layout_of<S + 104729, false, false>();
  auto layout = get<decltype(rank(whole))::value - 1>(whole);
  open("complement");
  text("layout", layout);
  std::printf(",\"target\":%d", int(cosize(layout)) * 4);
  text("result", complement(layout, Int<decltype(cosize(layout))::value * 4>{}));
  text("own", complement(layout));
  std::printf("}");
}

template <unsigned... S>
void layouts(std::integer_sequence<unsigned, S...>) {
  (print_layout_case<S>(), ...);
}
template <unsigned... S>
void compositions(std::integer_sequence<unsigned, S...>) {
  (print_composition_case<S>(), ...);
}
template <unsigned... S>
void complements(std::integer_sequence<unsigned, S...>) {
  (print_complement_case<S>(), ...);
}

int main() {
  std::printf("{\"cutlass\":\"%d.%d.%d\",\"cases\":[", CUTLASS_MAJOR, CUTLASS_MINOR, CUTLASS_PATCH);
  layouts(std::make_integer_sequence<unsigned, kLayouts>{});
  compositions(std::make_integer_sequence<unsigned, kCompositions>{});
  complements(std::make_integer_sequence<unsigned, kComplements>{});
  std::printf("\n]}\n");
}
