// ldmatrix under a TiledMMA: partitions, retiling, and the hardware's rule played on the host for all
// threads of a block. No GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl ldmatrix.cpp
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-24s", what);
  print(value);
  std::printf("\n");
}

// begin copies
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                    Layout<Shape<_2, _2>>{}, Tile<_32, _32, _16>{}));
using Ldmatrix = Copy_Atom<SM75_U32x4_LDSM_N, half_t>;
auto copy_a = make_tiled_copy_A(Ldmatrix{}, Mma{});
auto copy_b = make_tiled_copy_B(Ldmatrix{}, Mma{});
// end copies

// begin tile
// 64 x 32, K contiguous; each element is its own offset.
auto tile = make_tensor(counting_iterator<int>{0},
                        make_layout(Shape<_64, _32>{}, LayoutRight{}));
// end tile

// begin rule
// What ldmatrix.x4 puts into half v of a lane: half 2 * (lane % 4) + v % 2 of the row
// that lane 8 * (v / 2) + lane / 4 of the same warp has addressed.
template <class Copy>
int received(Copy const& copy, int thread, int v, int m, int k) {
  int lane = thread % 32;
  int giver = thread - lane + 8 * (v / 2) + lane / 4;
  int address = copy.get_slice(giver).partition_S(tile)(0, m, k);
  return address + 2 * (lane % 4) + v % 2;
}
// end rule

// begin compare
template <class Copy, class Wanted, class Fragment>
int wrong(Copy const& copy, int thread, Wanted const& wanted,
          Fragment const& fragment) {
  int registers[64] = {};
  auto numbers = make_tensor(counting_iterator<int>{0}, fragment.layout());  // <1>
  auto view = copy.get_slice(thread).retile_D(numbers);
  for (int v = 0; v < size<0>(view); ++v)
    for (int m = 0; m < size<1>(view); ++m)
      for (int k = 0; k < size<2>(view); ++k)
        registers[view(v, m, k)] = received(copy, thread, v, m, k);  // <2>
  int count = 0;
  for (int i = 0; i < size(wanted); ++i)
    count += registers[numbers(i)] != wanted(i);  // <3>
  return count;
}
// end compare

int main() {
  // begin shapes
  auto fragment_a = Mma{}.get_slice(5).make_fragment_A(
      make_tensor<half_t>(Mma{}.get_slice(5).partition_A(tile).shape()));
  auto fragment_b = Mma{}.get_slice(5).make_fragment_B(
      make_tensor<half_t>(Mma{}.get_slice(5).partition_B(tile).shape()));
  show("A, partition_S", copy_a.get_slice(5).partition_S(tile).layout());
  show("A, fragment", fragment_a.layout());
  show("A, retile_D", copy_a.get_slice(5).retile_D(fragment_a).layout());
  show("B, partition_S", copy_b.get_slice(5).partition_S(tile).layout());
  show("B, partition_D", copy_b.get_slice(5).partition_D(tile).layout());
  show("B, fragment", fragment_b.layout());
  show("B, retile_D", copy_b.get_slice(5).retile_D(fragment_b).layout());
  // end shapes

  int a = 0, b = 0, all_a = 0, all_b = 0;
  for (int thread = 0; thread < size(Mma{}); ++thread) {
    auto wanted_a = Mma{}.get_slice(thread).partition_A(tile);
    auto wanted_b = Mma{}.get_slice(thread).partition_B(tile);
    a += wrong(copy_a, thread, wanted_a, fragment_a);
    b += wrong(copy_b, thread, wanted_b, fragment_b);
    all_a += size(wanted_a);
    all_b += size(wanted_b);
  }
  std::printf("A: %d of %d halves in a wrong register\n", a, all_a);
  std::printf("B: %d of %d halves in a wrong register\n", b, all_b);
}
