// The fragment of the product as the target of ldmatrix, without retile_D: does not compile.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  half_t shared[64 * 32] = {};
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{},
                            Tile<_32, _32, _16>{});
  auto tile = make_tensor(&shared[0], make_layout(Shape<_64, _32>{}, LayoutRight{}));
  // begin mistake
  auto copy_b = make_tiled_copy_B(Copy_Atom<SM75_U32x4_LDSM_N, half_t>{}, mma);
  auto fragment = mma.get_slice(0).partition_fragment_B(tile);  // ((2,2),4,2)
  copy(copy_b, copy_b.get_slice(0).partition_S(tile), fragment);
  // end mistake
}
