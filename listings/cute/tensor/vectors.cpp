// How many elements at once: what `copy` finds out of two layouts, and what a recast assumes.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl vectors.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <vector>

using namespace cute;

using Threads = Layout<Shape<_16, _8>, Stride<_8, _1>>;

alignas(16) float storage[100 * 72];

template <class Layout>
void show(char const* what, Layout const& layout) {
  std::printf("%-26s", what);
  print(layout);
  std::printf("\n");
}

// begin common
template <class From>
void common(char const* what, From const& from) {
  auto to = make_fragment_like(from);
  bool is_fixed = is_static<decltype(from.layout())>::value;
  int elements = max_common_vector(from, to);               // <1>
  int assumed = is_fixed ? 128 : 8;                         // <2>
  int aligned = gcd(int(max_alignment(from)), int(max_alignment(to)), assumed);  // <3>
  int bits = gcd(32 * elements, aligned);
  std::printf("%-26s%d in a row, %3d bits: %d at a time\n", what, elements, aligned,
              bits > 32 ? bits / 32 : 1);
}
// end of common

void copies() {
  auto data = static_cast<float*>(storage);
  common("(_4,_4):(_1,_4)", make_tensor(data, Shape<_4, _4>{}));
  common("(_4,_4):(_72,_1)", make_tensor(data, Shape<_4, _4>{}, Stride<_72, _1>{}));
  common("(_4,_4):(_1,_72)", make_tensor(data, Shape<_4, _4>{}, Stride<_1, _72>{}));
  common("(_4,_4):(_1,_74)", make_tensor(data, Shape<_4, _4>{}, Stride<_1, Int<74>>{}));
  common("(_4,_4):(_1,72)", make_tensor(data, Shape<_4, _4>{}, make_stride(_1{}, 72)));
  common("(_4,_4):(_1152,_8)", make_tensor(data, Shape<_4, _4>{}, Stride<Int<1152>, _8>{}));
}

void recasts() {
  auto data = static_cast<float*>(storage);
  // begin recast
  auto tile = make_tensor(data, make_layout(Shape<_64, _32>{}, make_stride(72, _1{})));
  auto vectors = recast<uint128_t>(tile);  // <1>
  auto mine = local_partition(vectors, Threads{}, 37);
  show("tile", tile.layout());
  show("as vectors", vectors.layout());
  show("of thread 37", mine.layout());
  std::printf("%-26s%d\n", "starts at vector", int(mine.data() - vectors.data()));
  auto tight = make_tensor(data, make_layout(Shape<_64, _32>{}, make_stride(70, _1{})));
  show("leading dimension 70", recast<uint128_t>(tight).layout());  // <2>
  // end of recast
}

void predicates() {
  // begin predicate
  auto a = make_layout(make_shape(100, 70), make_stride(72, _1{}));
  auto c = make_identity_tensor(shape(a));
  auto tile = local_tile(c, Shape<_64, _32>{}, make_coord(1, 2));
  auto heads = tiled_divide(tile, Shape<_1, _4>{});  // <1>
  auto first = heads(make_coord(0, 0), _, _);
  auto mine = local_partition(first, Threads{}, 33);  // <2>
  show("vectors of thread 33", mine);
  for (int i = 0; i < size(mine); ++i) {
    auto last = mine(i) + make_arithmetic_tuple(_0{}, _3{});
    print(mine(i));
    std::printf(" inside: %d, ", int(elem_less(mine(i), shape(a))));
    print(last);
    std::printf(" inside: %d\n", int(elem_less(last, shape(a))));
  }
  // end of predicate
}

int main() {
  copies();
  std::printf("\n");
  recasts();
  std::printf("\n");
  predicates();
}
