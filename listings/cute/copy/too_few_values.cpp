// Four matrices for an operand that has two: does not compile.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  // begin mistake
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
  auto copy_b = make_tiled_copy_B(Copy_Atom<SM75_U32x4_LDSM_N, half_t>{}, mma);
  copy_b.get_slice(0);
  // end mistake
}
