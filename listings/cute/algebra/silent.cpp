// What compiles and is not what was meant: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl silent.cpp
#include <cute/layout.hpp>

#include <cstdio>

using namespace cute;

template <class A, class B>
void compare(char const* what, A const& a, B const& b) {
  auto r = composition(a, b);
  std::printf("%s  ", what);
  print(r);
  std::printf("\n  R(i)    ");
  for (int i = 0; i < int(size(r)); ++i) std::printf("%5d", int(r(i)));
  std::printf("\n  A(B(i)) ");
  for (int i = 0; i < int(size(b)); ++i) std::printf("%5d", int(a(b(i))));
  std::printf("\n");
}

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-16s", what);
  print(value);
  std::printf("\n");
}

int main() {
  // begin composition
  using A = Layout<Shape<_4, _8>, Stride<_8, _1>>;
  compare("static, 4:3:", A{}, Layout<_4, _3>{});
  compare("static, (2,2):(1,3):", A{}, Layout<Shape<_2, _2>, Stride<_1, _3>>{});
  auto dynamic = make_layout(make_shape(4, 8), make_stride(8, 1));
  compare("dynamic, 4:6:", dynamic, make_layout(4, 6));
  auto compact = make_layout(make_shape(4, 8));  // strides 1 and 4
  compare("dynamic and compact, 4:3:", compact, make_layout(4, 3));
  // end composition

  // begin tiles
  using Matrix = Layout<Shape<_8, _16>, Stride<_16, _1>>;
  show("shape", zipped_divide(Matrix{}, Shape<_4, _8>{}));
  show("layout", zipped_divide(Matrix{}, make_layout(Shape<_4, _8>{})));
  using Uneven = Layout<Shape<_10, _16>, Stride<_16, _1>>;
  show("does not divide", zipped_divide(Uneven{}, Shape<_4, _8>{}));
  // end tiles
}
