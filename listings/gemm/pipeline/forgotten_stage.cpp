// The loop of step 4, unchanged, on the staged tile of step 5: must not compile.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  using Rows = decltype(composition(Swizzle<3, 3, 3>{}, Layout<Shape<_8, _64>, Stride<_64, _1>>{}));
  using InShared = decltype(tile_to_shape(Rows{}, Shape<_128, _64, _3>{}));
  using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{},
                                      Tile<_32, _32, _16>{}));
  alignas(128) static half_t storage[cosize_v<InShared>];
  auto sA = make_tensor(make_smem_ptr(storage), InShared{});
  auto rA = Mma{}.get_slice(0).partition_fragment_A(sA(_, _, 0));
  auto readA = make_tiled_copy_A(Copy_Atom<SM75_U32x4_LDSM_N, half_t>{}, Mma{});
  // begin mistake
  auto sA_read = readA.get_slice(0).partition_S(sA);  // (8, 4, 4, 3)
  auto rA_read = readA.get_slice(0).retile_D(rA);     // (8, 4, 4)
  copy(readA, sA_read(_, _, 0), rA_read(_, _, 0));
  // end mistake
}
