// A predicate for each element, a copy for each vector: compiles, and copies too much. Host code.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl predicate.cpp
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

template <class Atom, class Threads, class Values>
void row(char const* what, Atom const& atom, Threads const& threads, Values const& values) {
  alignas(16) float from[16], to[16];
  for (int i = 0; i < 16; ++i) from[i] = i, to[i] = -1;  // -1: what an earlier tile has left
  // begin copy
  auto tiled = make_tiled_copy(atom, threads, values);  // one row of 16 floats
  auto source = make_tensor(&from[0], Layout<Shape<_1, _16>, Stride<_16, _1>>{});
  auto target = make_tensor(&to[0], source.layout());
  for (int thread = 0; thread < size(tiled); ++thread) {
    auto mine = tiled.get_slice(thread);
    auto places = mine.partition_S(make_identity_tensor(Shape<_1, _16>{}));
    auto valid = make_tensor<bool>(places.shape());
    for (int i = 0; i < size(valid); ++i) valid(i) = get<1>(places(i)) < 10;  // <1>
    copy_if(tiled, valid, mine.partition_S(source), mine.partition_D(target));
  }
  // end copy
  std::printf("%-9s", what);
  for (float value : to) std::printf("%3.0f", value);
  std::printf("\n");
}

int main() {
  row("4 bytes", Copy_Atom<UniversalCopy<float>, float>{}, Layout<Shape<_1, _16>>{},
      Layout<Shape<_1, _1>>{});
  row("16 bytes", Copy_Atom<UniversalCopy<uint128_t>, float>{}, Layout<Shape<_1, _4>>{},
      Layout<Shape<_1, _4>>{});
}
