// Must not compile: a fragment for all tiles of K at once, whose number is known only at run time.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  half_t a[128 * 64] = {};
  int k = 64;
  // begin fragment
  auto A = make_tensor(&a[0], make_shape(128, k), make_stride(k, _1{}));
  auto gA = local_tile(A, Shape<_128, _16>{}, make_coord(0, _));
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
  auto tA = mma.get_slice(0).partition_A(gA);           // (8, 4, 1, k/16)
  auto rA = mma.get_slice(0).make_fragment_A(tA);       // tA(_, _, _, 0) was meant
  // end fragment
  clear(rA);
}
