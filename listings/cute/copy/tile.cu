// One tile on its whole way: global memory, cp.async, shared memory, ldmatrix, tensor cores, global
// memory. It compiles for sm_80; to run it takes an Ampere GPU or a later one.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -ptx tile.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin types
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                    Layout<Shape<_2, _2>>{}, Tile<_32, _32, _16>{}));
using Async = Copy_Atom<SM80_CP_ASYNC_CACHEGLOBAL<uint128_t>, half_t>;
using AlongRows = Layout<Shape<_16, _8>, Stride<_8, _1>>;
using DownColumns = Layout<Shape<_8, _16>>;
using LoadA = decltype(make_tiled_copy(Async{}, AlongRows{}, Layout<Shape<_1, _8>>{}));
using LoadB = decltype(make_tiled_copy(Async{}, DownColumns{}, Layout<Shape<_8, _1>>{}));
using Straight = Copy_Atom<SM75_U32x4_LDSM_N, half_t>;
using Turned = Copy_Atom<SM75_U16x8_LDSM_T, half_t>;
using ReadA = decltype(make_tiled_copy_A(Straight{}, Mma{}));
using ReadB = decltype(make_tiled_copy_B(Turned{}, Mma{}));
// end types

// begin kernel
// c = a * b; all 64 x 64 and row-major, aligned to 16 bytes. One block of 128 threads.
__global__ void __launch_bounds__(128)
multiply(half_t const* a, half_t const* b, float* c) {
  using RowMajor = Layout<Shape<_64, _64>, Stride<_64, _1>>;
  using ColumnMajor = Layout<Shape<_64, _64>>;
  __shared__ alignas(16) half_t a_tile[64 * 64], b_tile[64 * 64];
  auto gA = make_tensor(make_gmem_ptr(a), RowMajor{});     // (M,K)
  auto gB = make_tensor(make_gmem_ptr(b), ColumnMajor{});  // (N,K): n is contiguous
  auto gC = make_tensor(make_gmem_ptr(c), RowMajor{});     // (M,N)
  auto sA = make_tensor(make_smem_ptr(a_tile), RowMajor{});
  auto sB = make_tensor(make_smem_ptr(b_tile), ColumnMajor{});

  auto load_a = LoadA{}.get_slice(threadIdx.x);
  auto load_b = LoadB{}.get_slice(threadIdx.x);
  copy(LoadA{}, load_a.partition_S(gA), load_a.partition_D(sA));  // <1>
  copy(LoadB{}, load_b.partition_S(gB), load_b.partition_D(sB));
  cp_async_fence();
  cp_async_wait<0>();
  __syncthreads();

  auto thread = Mma{}.get_slice(threadIdx.x);
  auto rA = thread.partition_fragment_A(sA);  // (MMA,MMA_M,MMA_K)
  auto rB = thread.partition_fragment_B(sB);
  auto tCgC = thread.partition_C(gC);
  auto rC = thread.make_fragment_C(tCgC);
  clear(rC);

  auto read_a = ReadA{}.get_slice(threadIdx.x);
  auto read_b = ReadB{}.get_slice(threadIdx.x);
  copy(ReadA{}, read_a.partition_S(sA), read_a.retile_D(rA));  // <2>
  copy(ReadB{}, read_b.partition_S(sB), read_b.retile_D(rB));
  gemm(Mma{}, rA, rB, rC);
  copy(rC, tCgC);  // <3>
}
// end kernel
