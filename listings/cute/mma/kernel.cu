// A product of 64 x 32 x 64 by 128 threads with mma.m16n8k16, operands straight from global memory,
// plain and with N and K permuted. It compiles for sm_80; to run it takes a GPU of that kind or newer.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -ptx kernel.cu
#include <cute/algorithm/gemm.hpp>
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
using Pairs = Layout<Shape<_2, _4, _2>, Stride<_1, _4, _2>>;
using Plain = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                      Layout<Shape<_4, _1, _1>>{}));
using Paired = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                       Layout<Shape<_4, _1, _1>>{},
                                       Tile<_64, Pairs, Pairs>{}));

// c = a * transpose(b); a is 64 x 64, b 32 x 64, c 64 x 32: row-major, aligned to 16
// bytes. One block of exactly 128 threads.
template <class Mma>
__global__ void __launch_bounds__(128)
multiply(half_t const* a, half_t const* b, float* c) {
  auto gA = make_tensor(make_gmem_ptr(a), Shape<_64, _64>{}, LayoutRight{});
  auto gB = make_tensor(make_gmem_ptr(b), Shape<_32, _64>{}, LayoutRight{});
  auto gC = make_tensor(make_gmem_ptr(c), Shape<_64, _32>{}, LayoutRight{});

  auto thread = Mma{}.get_slice(threadIdx.x);
  auto tCgA = thread.partition_A(gA);
  auto tCgB = thread.partition_B(gB);
  auto tCgC = thread.partition_C(gC);
  auto tCrA = thread.partition_fragment_A(gA);
  auto tCrB = thread.partition_fragment_B(gB);
  auto tCrC = thread.partition_fragment_C(gC);

  auto in_A = make_tensor_like(tCgA);  // <1>
  auto in_B = make_tensor_like(tCgB);
  copy(tCgA, in_A);
  copy(tCgB, in_B);
  copy(in_A, tCrA);  // <2>
  copy(in_B, tCrB);

  clear(tCrC);
  gemm(Mma{}, tCrA, tCrB, tCrC);  // <3>

  auto out = make_tensor_like(tCgC);
  copy(tCrC, out);
  copy(out, tCgC);  // <4>
}

template __global__ void multiply<Plain>(half_t const*, half_t const*, float*);
template __global__ void multiply<Paired>(half_t const*, half_t const*, float*);
// end kernel
