// The forms of division and product in CuTe, complements and inverses: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl forms.cpp
#include <cute/layout.hpp>

#include <cstdio>

using namespace cute;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-24s", what);
  print(value);
  std::printf("\n");
}

void complements() {
  // begin complement
  show("4:2 in 24", complement(Layout<_4, _2>{}, _24{}));
  using Holes = Layout<Shape<_2, _2>, Stride<_1, _3>>;
  auto rest = complement(Holes{}, _12{});
  show("(2,2):(1,3) in 12", rest);
  show("... size of both", size(make_layout(Holes{}, rest)));
  show("... cosize of both", cosize(make_layout(Holes{}, rest)));
  // end complement
}

void inverses() {
  // begin inverse
  using RowMajor = Layout<Shape<_4, _8>, Stride<_8, _1>>;
  using Padded = Layout<Shape<_4, _8>, Stride<_10, _1>>;
  show("right, row-major", right_inverse(RowMajor{}));
  show("left, row-major", left_inverse(RowMajor{}));
  show("right, padded", right_inverse(Padded{}));
  show("left, padded", left_inverse(Padded{}));
  show("left o padded", coalesce(composition(left_inverse(Padded{}), Padded{})));
  // end inverse
  // begin width
  using Blocked = Layout<Shape<_4, Shape<_4, _2>>, Stride<_4, Stride<_1, _16>>>;
  show("row-major and padded", max_common_vector(RowMajor{}, Padded{}));
  show("row-major and blocked", max_common_vector(RowMajor{}, Blocked{}));
  show("row and column-major", max_common_vector(RowMajor{}, Layout<Shape<_4, _8>>{}));
  auto dynamic = make_layout(Shape<_4, _8>{}, make_stride(8, 1));
  show("row-major, dynamic", max_common_vector(RowMajor{}, dynamic));
  // end width
}

void divisions() {
  // begin divide
  using A = Layout<Shape<_8, _16, _5>, Stride<_16, _1, _128>>;
  auto tiler = make_tile(_4{}, Layout<_8, _2>{});
  show("logical", logical_divide(A{}, tiler));
  show("zipped", zipped_divide(A{}, tiler));
  show("tiled", tiled_divide(A{}, tiler));
  show("flat", flat_divide(A{}, tiler));
  // end divide
}

void products() {
  // begin product
  using Block = Layout<Shape<_2, _4>, Stride<_4, _1>>;
  using Grid = Layout<Shape<_3, _2>, Stride<_2, _1>>;
  show("logical", logical_product(Block{}, Grid{}));
  show("blocked", blocked_product(Block{}, Grid{}));
  show("raked", raked_product(Block{}, Grid{}));
  auto tiler = make_tile(Layout<_3, _8>{}, Layout<_2, _2>{});
  show("zipped, by mode", zipped_product(Block{}, tiler));
  // end product
}

int main() {
  complements();
  inverses();
  divisions();
  products();
}
