// The answers to the exercises: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl exercises.cpp
#include <cute/layout.hpp>

#include <cstdio>

using namespace cute;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-22s", what);
  print(value);
  std::printf("\n");
}

template <class A, class B>
bool right(A const& a, B const& b) {
  auto r = composition(a, b);
  for (int i = 0; i < int(size(b)); ++i) {
    if (int(r(i)) != int(a(b(i)))) return false;
  }
  return true;
}

void compositions() {
  using A = Layout<Shape<_6, _4>, Stride<_4, _1>>;
  show("1: A o 4:3", composition(A{}, Layout<_4, _3>{}));
  show("   A o 2:4", composition(A{}, Layout<_2, _4>{}));
  show("   A o 4:4", composition(A{}, Layout<_4, _4>{}));
  std::printf("   right: %d %d %d\n", right(A{}, Layout<_4, _3>{}), right(A{}, Layout<_2, _4>{}),
              right(A{}, Layout<_4, _4>{}));
}

void complements() {
  using A = Layout<Shape<_3, _2>, Stride<_8, _1>>;
  show("2: A*", complement(A{}, _48{}));
  show("   size, cosize", make_coord(size(make_layout(A{}, complement(A{}, _48{}))),
                                     cosize(make_layout(A{}, complement(A{}, _48{})))));
}

void atoms() {
  auto tile = blocked_product(Layout<Shape<_8, _64>, Stride<_64, _1>>{}, Layout<Shape<_16, _2>>{});
  show("3: tile", tile);
  show("   mode by mode", coalesce(tile, Step<_1, _1>{}));
  show("   (9,70)", tile(9, 70));
}

void holders() {
  auto holder = raked_product(Layout<Shape<_32, _8>, Stride<_8, _1>>{},
                              Layout<Shape<_4, _8>, Stride<_8, _1>>{});
  int both = holder(100, 50);
  std::printf("4: %d = thread %d, value %d\n", both, both % 256, both / 256);
}

int main() {
  compositions();
  complements();
  atoms();
  holders();
}
