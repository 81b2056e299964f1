// Two ways of taking one divided tensor apart, and projections: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl partitions.cpp
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

template <class Layout>
void show(char const* what, Layout const& layout) {
  std::printf("%-18s", what);
  print(layout);
  std::printf("\n");
}

template <class Tensor>
void values(char const* what, Tensor const& tensor) {
  std::printf("%-18s", what);
  for (int i = 0; i < size(tensor); ++i) std::printf(" %d", int(tensor(i)));
  std::printf("\n");
}

void apart() {
  // begin apart
  auto a = make_tensor(counting_iterator<int>{0},
                       make_layout(Shape<_8, _12>{}, LayoutRight{}));
  auto divided = zipped_divide(a, Shape<_4, _4>{});
  show("divided", divided.layout());

  auto tile = divided(make_coord(_, _), make_coord(1, 2));  // <1>
  auto comb = divided(make_coord(2, 1), make_coord(_, _));  // <2>
  show("tile (1,2)", tile.layout());
  values("  offsets", tile);
  show("comb (2,1)", comb.layout());
  values("  offsets", comb);
  // end of apart
  auto same = [](auto const& x, auto const& y) {
    bool equal = size(x) == size(y);
    for (int i = 0; equal and i < size(x); ++i) equal = x(i) == y(i);
    return equal;
  };
  int tiles = 0, combs = 0;
  for (int i = 0; i < 6; ++i) {
    auto coord = idx2crd(i, Shape<_2, _3>{});
    tiles += same(local_tile(a, Shape<_4, _4>{}, coord), divided(make_coord(_, _), coord));
  }
  // begin composed
  using Threads = Layout<Shape<_4, _4>, Stride<_4, _1>>;
  using Combs = Layout<Shape<Shape<_4, _4>, Shape<_2, _3>>,
                       Stride<Stride<_8, _1>, Stride<_4, _32>>>;
  auto dealt = a.compose(Combs{});  // <1>
  for (int thread = 0; thread < 16; ++thread)
    combs += same(local_partition(a, Threads{}, thread), dealt(thread, _));
  // end of composed
  std::printf("local_tile is the first slice for      %d of 6 tiles\n", tiles);
  std::printf("local_partition is compose for         %d of 16 threads\n", combs);
}

void projections() {
  // begin projections
  auto a = make_identity_tensor(make_shape(100, 48));  // (m,k)
  auto b = make_identity_tensor(make_shape(70, 48));   // (n,k)
  auto c = make_identity_tensor(make_shape(100, 70));  // (m,n)
  using Tiler = Shape<_64, _32, _8>;
  auto block = make_coord(1, 2, _);
  auto gA = local_tile(a, Tiler{}, block, Step<_1, X, _1>{});  // <1>
  auto gB = local_tile(b, Tiler{}, block, Step<X, _1, _1>{});
  auto gC = local_tile(c, Tiler{}, block, Step<_1, _1, X>{});
  show("gA", gA);
  show("gB", gB);
  show("gC", gC);

  using Threads = Layout<Shape<_16, _8>, Stride<_8, _1>>;
  show("rows of gA", local_partition(gA, Threads{}, 37, Step<_1, X>{}));  // <2>
  show("rows of gB", local_partition(gB, Threads{}, 37, Step<X, _1>{}));
  show("part of gC", local_partition(gC, Threads{}, 37));
  // end of projections
}

int main() {
  apart();
  std::printf("\n");
  projections();
}
