// One wgmma of 64 x 16 x 16 in CuTe: the layout of the accumulator decides which register of which
// thread goes to which row and column. It compiles for sm_90a; to run it takes a Hopper GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_90a -I cutlass/include -ptx wgmma_tile.cu
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>
#include <cutlass/arch/barrier.h>

using namespace cute;

// begin kernel
using Mma = decltype(make_tiled_mma(
    SM90_64x16x16_F32F16F16_SS<GMMA::Major::K, GMMA::Major::K>{}));
using InShared = GMMA::Layout_K_INTER_Atom<half_t>;

// c = a * transpose(b); all row-major: a is 64 x 16, b 16 x 16, c 64 x 16, aligned to 8 bytes.
// One block of exactly 128 threads.
__global__ void __launch_bounds__(128)
multiply(half_t const* a, half_t const* b, float* c) {
  __shared__ alignas(128) half_t a_tile[64 * 16], b_tile[16 * 16];
  auto sA = make_tensor(make_smem_ptr(a_tile),
                        tile_to_shape(InShared{}, Shape<_64, _16>{}));
  auto sB = make_tensor(make_smem_ptr(b_tile),
                        tile_to_shape(InShared{}, Shape<_16, _16>{}));
  for (int i = threadIdx.x; i < 64 * 16; i += 128) sA(i / 16, i % 16) = a[i];  // <1>
  for (int i = threadIdx.x; i < 16 * 16; i += 128) sB(i / 16, i % 16) = b[i];
  cutlass::arch::fence_view_async_shared();
  __syncthreads();

  auto thread = Mma{}.get_thread_slice(threadIdx.x);
  auto gC = make_tensor(make_gmem_ptr(c),
                        make_layout(Shape<_64, _16>{}, LayoutRight{}));
  auto tCgC = thread.partition_C(gC);  // <2>
  auto tCrC = thread.make_fragment_C(tCgC);
  auto tCrA = thread.make_fragment_A(thread.partition_A(sA));
  auto tCrB = thread.make_fragment_B(thread.partition_B(sB));
  clear(tCrC);
  warpgroup_fence_operand(tCrC);
  warpgroup_arrive();
  gemm(Mma{}, tCrA, tCrB, tCrC);  // <3>
  warpgroup_commit_batch();
  warpgroup_wait<0>();
  warpgroup_fence_operand(tCrC);
  copy(tCrC, tCgC);  // <4>
}
// end kernel
