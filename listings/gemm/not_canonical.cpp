// A tile that wgmma cannot read: row-major, without the swizzle that its rows of 128 bytes call for.
// It must not compile.
//
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl not_canonical.cpp
#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

using namespace cute;

alignas(1024) static half_t storage[64 * 64];

int main() {
  // begin tile
  auto mma = make_tiled_mma(
      SM90_64x256x16_F32F16F16_SS<GMMA::Major::K, GMMA::Major::K>{});
  auto a = make_tensor(make_smem_ptr(storage),
                       Layout<Shape<_64, _64>, Stride<_64, _1>>{});
  auto thread = mma.get_slice(0);
  auto fragment = thread.make_fragment_A(thread.partition_A(a));
  // end tile
  (void)fragment;
}
