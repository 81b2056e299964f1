// Two warpgroups, a tile of 128 x 64 x 64: A goes from global memory into registers, B to shared
// memory. It compiles for sm_90a; to run it takes a Hopper GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_90a -I cutlass/include -ptx warpgroup.cu
#include <cute/algorithm/gemm.hpp>
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>
#include <cutlass/arch/barrier.h>

using namespace cute;

// begin kernel
using Mma = decltype(make_tiled_mma(
    SM90_64x64x16_F32F16F16_RS<GMMA::Major::K, GMMA::Major::K>{},
    Layout<Shape<_2, _1, _1>>{}));  // <1>

// c = a * transpose(b); a is 128 x 64, b 64 x 64, c 128 x 64: row-major, aligned to 8
// bytes. One block of exactly 256 threads.
__global__ void __launch_bounds__(256)
multiply(half_t const* a, half_t const* b, float* c) {
  __shared__ alignas(1024) half_t b_tile[64 * 64];
  auto swizzled = GMMA::Layout_K_SW128_Atom<half_t>{};
  auto sB = make_tensor(make_smem_ptr(b_tile), tile_to_shape(swizzled, Shape<_64, _64>{}));
  for (int i = threadIdx.x; i < 64 * 64; i += 256) sB(i / 64, i % 64) = b[i];
  cutlass::arch::fence_view_async_shared();
  __syncthreads();

  auto gA = make_tensor(make_gmem_ptr(a), Shape<_128, _64>{}, LayoutRight{});
  auto gC = make_tensor(make_gmem_ptr(c), Shape<_128, _64>{}, LayoutRight{});
  auto thread = Mma{}.get_slice(threadIdx.x);
  auto tCrA = thread.partition_fragment_A(gA);  // <2>
  auto tCrB = thread.partition_fragment_B(sB);  // <3>
  auto tCrC = thread.partition_fragment_C(gC);
  copy(thread.partition_A(gA), tCrA);

  clear(tCrC);
  warpgroup_fence_operand(tCrA);
  warpgroup_fence_operand(tCrC);
  warpgroup_arrive();              // wgmma.fence
  gemm(Mma{}, tCrA, tCrB, tCrC);   // <4>
  warpgroup_commit_batch();        // wgmma.commit_group
  warpgroup_wait<0>();             // wgmma.wait_group
  warpgroup_fence_operand(tCrC);
  copy(tCrC, thread.partition_C(gC));
}
// end kernel
