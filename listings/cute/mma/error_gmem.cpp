// The part of a matrix in global memory, given to gemm() instead of a fragment.
#include <cute/algorithm/gemm.hpp>
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

using namespace cute;

// begin error
void product(half_t const* a, half_t const* b) {
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
  auto gA = make_tensor(make_gmem_ptr(a), Shape<_32, _16>{}, LayoutRight{});
  auto gB = make_tensor(make_gmem_ptr(b), Shape<_16, _16>{}, LayoutRight{});
  auto thread = mma.get_slice(0);
  auto tCgA = thread.partition_A(gA);
  auto tCrB = thread.partition_fragment_B(gB);
  auto tCrC = partition_fragment_C(mma, Shape<_32, _16>{});
  gemm(mma, tCgA, tCrB, tCrC);
}
// end error

int main() {}
