// Composition in CuTe: one worked example, and then every small case with dynamic integers.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl compose.cpp
#include <cute/layout.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

using namespace cute;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-26s", what);
  print(value);
  std::printf("\n");
}

void worked() {
  // begin worked
  using A = Layout<Shape<_4, _6>, Stride<_6, _1>>;  // 4 x 6, row-major
  show("A o 12:2", composition(A{}, Layout<_12, _2>{}));
  show("A o 3:8", composition(A{}, Layout<_3, _8>{}));
  show("A o (2,6):(2,4)", composition(A{}, Layout<Shape<_2, _6>, Stride<_2, _4>>{}));
  auto tiler = make_tile(Layout<_2, _2>{}, Layout<_3, _1>{});
  show("A o <2:2, 3:1>", composition(A{}, tiler));
  show("A o <2, 4>", composition(A{}, Shape<_2, _4>{}));
  show("A o (2,4):(1,2)", composition(A{}, Layout<Shape<_2, _4>>{}));
  // end worked
}

// begin conditions
using Extents = std::array<int, 3>;

// For A o s:d: the extents of A are a[0..2], and the last one is open.
bool stride_divides(Extents const& a, int d) {
  for (int k = 0; k < 2; ++k) {
    if (d < a[k]) return true;  // <1>
    if (d % a[k]) return false;
    d /= a[k];
  }
  return true;
}

bool extent_divides(Extents const& a, int s, int d) {
  for (int k = 0; k < 2; ++k) {
    int here = (a[k] + d - 1) / d;  // <2>
    if (s <= here) return true;
    if (a[k] % d and d % a[k]) return false;  // <3>
    if (s % here) return false;
    s /= here;
    d = (d + a[k] - 1) / a[k];
  }
  return true;
}
// end conditions

// What CuTe 4.2.0 asserts where the integers are static: all of it but <3>.
bool cute_asserts(Extents const& a, int s, int d) {
  for (int k = 0; k < 2; ++k) {
    if (d % a[k] and d > a[k]) return true;
    int here = std::min((a[k] + d - 1) / d, s);
    if (s % here) return true;
    s /= here;
    d = (d + a[k] - 1) / a[k];
  }
  return false;
}

template <class A, class B, class R>
bool is_composition(A const& a, B const& b, R const& r) {
  if (size(r) != size(b)) return false;
  for (int i = 0; i < size(b); ++i) {
    if (r(i) != a(b(i))) return false;
  }
  return true;
}

auto layout_of(Extents const& a) {  // strides from which each digit can be read
  return make_layout(make_shape(a[0], a[1], a[2]), make_stride(1, 1000, 1000000));
}

bool admissible(Extents const& a, int s, int d) {
  return stride_divides(a, d) and extent_divides(a, s, d);
}

void one_mode() {
  int right[3] = {}, wrong[3] = {};
  for (int code = 0; code < 216; ++code) {
    Extents a = {1 + code % 6, 1 + code / 6 % 6, 1 + code / 36};
    int reach = a[0] * a[1] * a[2];
    for (int d = 1; d < reach; ++d) {
      for (int s = 2; (s - 1) * d < reach; ++s) {
        auto b = make_layout(s, d);
        bool good = is_composition(layout_of(a), b, composition(layout_of(a), b));
        int row = admissible(a, s, d) ? 0 : cute_asserts(a, s, d) ? 1 : 2;
        ++(good ? right : wrong)[row];
      }
    }
  }
  char const* rows[] = {"(S), (E) and (L) hold", "not; refused if static",
                        "not; accepted if static"};
  std::printf("%-30s%8s%8s\n", "A o s:d, dynamic", "right", "wrong");
  for (int row = 0; row < 3; ++row) {
    std::printf("%-30s%8d%8d\n", rows[row], right[row], wrong[row]);
  }
}

// begin carry
// Do the digits of b0(i) and b1(j) in the radix of A ever add up to a carry?
template <class B0, class B1>
bool carries(Extents const& a, B0 const& b0, B1 const& b1) {
  for (int i = 0; i < size(b0); ++i) {
    for (int j = 0; j < size(b1); ++j) {
      int x = b0(i), y = b1(j);
      for (int k = 0; k < 2; ++k) {  // the last digit has no bound
        if (x % a[k] + y % a[k] >= a[k]) return true;
        x /= a[k];
        y /= a[k];
      }
    }
  }
  return false;
}
// end carry

template <class B>
bool injective(B const& b) {
  bool seen[256] = {};
  for (int i = 0; i < size(b); ++i) {
    if (std::exchange(seen[b(i)], true)) return false;
  }
  return true;
}

void two_modes() {
  int right[2][2] = {}, wrong[2][2] = {};  // [carry][injective]
  for (int code = 0; code < 125; ++code) {
    Extents a = {2 + code % 5, 2 + code / 5 % 5, 2 + code / 25};
    int reach = a[0] * a[1] * a[2];
    for (int d0 = 1; d0 < reach; ++d0) {
      for (int s0 = 2; (s0 - 1) * d0 < reach; ++s0) {
        if (not admissible(a, s0, d0)) continue;
        for (int d1 = 1; d1 < reach; ++d1) {
          for (int s1 = 2; (s0 - 1) * d0 + (s1 - 1) * d1 < reach; ++s1) {
            if (not admissible(a, s1, d1)) continue;
            auto b0 = make_layout(s0, d0), b1 = make_layout(s1, d1);
            auto b = make_layout(b0, b1);
            bool good = is_composition(layout_of(a), b, composition(layout_of(a), b));
            ++(good ? right : wrong)[carries(a, b0, b1)][injective(b)];
          }
        }
      }
    }
  }
  std::printf("%-30s%8s%8s\n", "A o (s0,s1):(d0,d1), dynamic", "right", "wrong");
  for (int carry = 0; carry < 2; ++carry) {
    for (int one = 1; one >= 0; --one) {
      std::printf("%-10s%-20s%8d%8d\n", carry ? "a carry," : "no carry,",
                  one ? "B injective" : "B not injective", right[carry][one], wrong[carry][one]);
    }
  }
}

int main() {
  worked();
  one_mode();
  two_modes();
}
