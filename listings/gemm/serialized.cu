// Two products in flight, and an assertion between them: a call that the compiler must keep.
//
//   nvcc -std=c++17 -arch=sm_90a -I cutlass/include -Xptxas=-v -c serialized.cu
#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

using namespace cute;

extern "C" __global__ void __launch_bounds__(128) serialized(float* d) {
  using Mma = decltype(make_tiled_mma(
      SM90_64x16x16_F32F16F16_SS<GMMA::Major::K, GMMA::Major::K>{}));
  __shared__ alignas(1024) half_t a[64 * 64], b[16 * 64];
  GMMA::Layout_K_SW128_Atom<half_t> atom;
  auto sA = make_tensor(make_smem_ptr(a), tile_to_shape(atom, Shape<_64, _64>{}));
  auto sB = make_tensor(make_smem_ptr(b), tile_to_shape(atom, Shape<_16, _64>{}));
  auto mine = Mma{}.get_slice(threadIdx.x);
  auto rA = mine.make_fragment_A(mine.partition_A(sA));
  auto rB = mine.make_fragment_B(mine.partition_B(sB));
  auto sum = partition_fragment_C(Mma{}, Shape<_64, _16>{});
  clear(sum);
  // begin between
  warpgroup_arrive();
  gemm(Mma{}, rA(_, _, 0), rB(_, _, 0), sum);
  warpgroup_commit_batch();
  gemm(Mma{}, rA(_, _, 1), rB(_, _, 1), sum);
  warpgroup_commit_batch();
  assert(d);
  warpgroup_wait<0>();
  // end between
  for (int i = 0; i < size(sum); ++i) d[threadIdx.x + 128 * i] = sum(i);
}
