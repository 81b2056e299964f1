// A tile of 64 x 64 halves goes to shared memory by cp.async and comes back by ldmatrix; the layout
// in shared memory is a parameter. Shared by ldmatrix_plain.cu and ldmatrix_swizzled.cu.
#pragma once

#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

using namespace cute;

// begin kernel
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                    Layout<Shape<_4, _1>>{}));

// in: 64 x 64, row-major, aligned to 16 bytes. out: what each thread holds.
// One block of exactly 128 threads.
template <class InShared>
__device__ void through_shared(half_t const* in, uint32_t* out, InShared layout) {
  __shared__ alignas(1024) half_t tile[64 * 64];
  auto gA = make_tensor(make_gmem_ptr(in),
                        Layout<Shape<_64, _64>, Stride<_64, _1>>{});
  auto sA = make_tensor(make_smem_ptr(tile), layout);

  auto fill = make_tiled_copy(
      Copy_Atom<SM80_CP_ASYNC_CACHEGLOBAL<uint128_t>, half_t>{},
      Layout<Shape<_16, _8>, Stride<_8, _1>>{}, Layout<Shape<_1, _8>>{});
  auto filler = fill.get_slice(threadIdx.x);
  copy(fill, filler.partition_S(gA), filler.partition_D(sA));  // <1>
  cp_async_fence();
  cp_async_wait<0>();
  __syncthreads();

  auto fetch = make_tiled_copy_A(Copy_Atom<SM75_U32x4_LDSM_N, half_t>{}, Mma{});
  auto fetcher = fetch.get_slice(threadIdx.x);
  auto mine = Mma{}.get_slice(threadIdx.x).partition_fragment_A(sA);
  copy(fetch, fetcher.partition_S(sA), fetcher.retile_D(mine));  // <2>
  auto words = recast<uint32_t>(mine);
  for (int i = 0; i < size(words); ++i) out[i * 128 + threadIdx.x] = words(i);
}
// end kernel
