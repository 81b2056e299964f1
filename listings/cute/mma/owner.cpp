// Which thread of a block of 128 holds element (53, 21) of a 64 x 32 tile, for seven tilings of one
// instruction; how many threads hold each element of A, B and C. Host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl owner.cpp
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace cute;

// begin tilings
using Op = SM80_16x8x16_F32F16F16F32_TN;

auto down = make_tiled_mma(Op{}, Layout<Shape<_4, _1>>{});
auto square = make_tiled_mma(Op{}, Layout<Shape<_2, _2>>{});
auto by_row = make_tiled_mma(Op{}, Layout<Shape<_2, _2>, Stride<_2, _1>>{});
auto larger = make_tiled_mma(Op{}, Layout<Shape<_2, _2>>{}, Tile<_32, _32, _16>{});

using Groups = Layout<Shape<_8, _2, _2>, Stride<_1, _16, _8>>;
auto grouped = make_tiled_mma(Op{}, Layout<Shape<_2, _2>>{}, Tile<_32, Groups, _16>{});

using Pairs = Layout<Shape<_2, _4, _2>, Stride<_1, _4, _2>>;
auto wide = make_tiled_mma(Op{}, Layout<Shape<_4, _1>>{}, Tile<_64, Pairs, _16>{});

auto split = make_tiled_mma(Op{}, Layout<Shape<_2, _1, _2>>{});
// end tilings

// begin owner
template <class Mma>
void owner(char const* name, Mma mma) {
  auto c = make_identity_tensor(Shape<_64, _32>{});  // <1>
  std::printf("%-8s tile ", name);
  print(tile_shape(mma));
  for (int thread = 0; thread < size(mma); ++thread) {
    auto mine = mma.get_slice(thread).partition_C(c);
    for (int i = 0; i < size(mine); ++i)
      if (mine(i) == make_coord(53, 21)) {
        std::printf(", thread %d, value ", thread);
        print(idx2crd(i, shape(mine)));  // <2>
      }
  }
  std::printf("\n");
}
// end owner

// begin count
// How often the threads' parts of a matrix name each of its elements: fewest and most.
template <class Mma, class Shape, class Partition>
void count(Mma mma, char const* name, Shape shape, Partition partition) {
  auto all = make_tensor(counting_iterator<int>{0}, make_layout(shape));
  std::vector<int> times(size(shape));
  for (int thread = 0; thread < size(mma); ++thread) {
    auto mine = partition(mma.get_slice(thread), all);
    for (int i = 0; i < size(mine); ++i) ++times[mine(i)];
  }
  auto [fewest, most] = std::minmax_element(times.begin(), times.end());
  std::printf(" %s %d..%d", name, *fewest, *most);
}
// end count

template <class Mma>
void counts(char const* name, Mma mma) {
  std::printf("%-8s", name);
  count(mma, "A", Shape<_64, _32>{}, [](auto t, auto x) { return t.partition_A(x); });
  count(mma, "B", Shape<_32, _32>{}, [](auto t, auto x) { return t.partition_B(x); });
  count(mma, "C", Shape<_64, _32>{}, [](auto t, auto x) { return t.partition_C(x); });
  std::printf("\n");
}

template <class Mma>
void maps(char const* name, Mma mma) {
  std::printf("maps of %s\n  threads ", name);
  print(mma.get_thr_layout_vmnk());
  std::printf("\n  A ");
  print(mma.get_layoutA_TV());
  std::printf("\n  B ");
  print(mma.get_layoutB_TV());
  std::printf("\n  C ");
  print(mma.get_layoutC_TV());
  std::printf("\n");
}

template <class Mma>
void parts(char const* name, Mma mma) {
  auto thread = mma.get_slice(86);
  auto gA = make_tensor(counting_iterator<int>{0},
                        make_layout(Shape<_64, _32>{}, LayoutRight{}));
  auto gC = make_tensor(counting_iterator<int>{0},
                        make_layout(Shape<_64, _32>{}, LayoutRight{}));
  std::printf("parts of %s\n  partition_A ", name);
  print(thread.partition_A(gA).layout());
  std::printf("\n  fragment_A  ");
  print(make_fragment_like<half_t>(thread.partition_A(gA)).layout());
  std::printf("\n  partition_C ");
  print(thread.partition_C(gC).layout());
  std::printf("\n  fragment_C  ");
  print(thread.partition_fragment_C(gC).layout());
  std::printf("\n");
}

int main() {
  owner("down", down);
  owner("square", square);
  owner("by_row", by_row);
  owner("larger", larger);
  owner("grouped", grouped);
  owner("wide", wide);
  owner("split", split);
  counts("down", down);
  counts("square", square);
  counts("by_row", by_row);
  counts("larger", larger);
  counts("grouped", grouped);
  counts("wide", wide);
  counts("split", split);
  maps("square", square);
  maps("larger", larger);
  maps("grouped", grouped);
  maps("wide", wide);
  parts("square", square);
  parts("wide", wide);
}
