// Step 6 of the ladder: step 5, whose result goes through shared memory, so that a thread stores 16
// bytes and a warp whole rows.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include epilogue.cu && ./a.out
#include "reference.hpp"

// begin tiles
using BlockTile = Shape<_128, _128, _64>;
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                    Layout<Shape<_2, _2>>{}, Tile<_32, _32, _16>{}));
using Load = decltype(make_tiled_copy(Copy_Atom<SM80_CP_ASYNC_CACHEGLOBAL<uint128_t>, half_t>{},
                                      Layout<Shape<_16, _8>, Stride<_8, _1>>{},
                                      Layout<Shape<_1, _8>>{}));
using Pairs = AutoVectorizingCopyWithAssumedAlignment<32>;

using Rows = decltype(composition(Swizzle<3, 3, 3>{},
                                  Layout<Shape<_8, _64>, Stride<_64, _1>>{}));
template <int Stages>
using InShared = decltype(tile_to_shape(Rows{}, Shape<_128, _64, Int<Stages>>{}));

using LongRows = decltype(composition(Swizzle<3, 3, 4>{},
                                      Layout<Shape<_8, _128>, Stride<_128, _1>>{}));
using Result = decltype(tile_to_shape(LongRows{}, Shape<_128, _128>{}));
using Store = decltype(make_tiled_copy(Copy_Atom<UniversalCopy<uint128_t>, half_t>{},
                                       Layout<Shape<_8, _16>, Stride<_16, _1>>{},
                                       Layout<Shape<_1, _8>>{}));
// end tiles

template <int Stages>
__global__ void __launch_bounds__(128)
multiply(half_t* d, half_t const* a, half_t const* b, int m, int n, int k) {
  auto A = make_tensor(make_gmem_ptr(a), make_shape(m, k), make_stride(k, _1{}));
  auto B = make_tensor(make_gmem_ptr(b), make_shape(n, k), make_stride(k, _1{}));
  auto D = make_tensor(make_gmem_ptr(d), make_shape(m, n), make_stride(n, _1{}));

  auto block = make_coord(blockIdx.x, blockIdx.y, _);
  auto gA = local_tile(A, BlockTile{}, block, Step<_1, X, _1>{});  // (128, 64, k/64)
  auto gB = local_tile(B, BlockTile{}, block, Step<X, _1, _1>{});  // (128, 64, k/64)
  auto gD = local_tile(D, BlockTile{}, block, Step<_1, _1, X>{});  // (128, 128)

  alignas(128) extern __shared__ uint128_t shared_memory[];
  auto shared = reinterpret_cast<half_t*>(shared_memory);
  InShared<Stages> in_shared;
  auto sA = make_tensor(make_smem_ptr(shared), in_shared);                      // (128, 64, Stages)
  auto sB = make_tensor(make_smem_ptr(shared + cosize(in_shared)), in_shared);  // (128, 64, Stages)

  auto load = Load{}.get_slice(threadIdx.x);
  auto gA_mine = load.partition_S(gA);  // (8, 8, 1, k/64)
  auto gB_mine = load.partition_S(gB);  // (8, 8, 1, k/64)
  auto sA_mine = load.partition_D(sA);  // (8, 8, 1, Stages)
  auto sB_mine = load.partition_D(sB);  // (8, 8, 1, Stages)

  auto thread = Mma{}.get_slice(threadIdx.x);
  auto sum = partition_fragment_C(Mma{}, Shape<_128, _128>{});  // (4, 4, 8)
  auto rA = thread.partition_fragment_A(sA(_, _, 0));     // (8, 4, 4)
  auto rB = thread.partition_fragment_B(sB(_, _, 0));     // (4, 8, 4)

  using Ldmatrix = Copy_Atom<SM75_U32x4_LDSM_N, half_t>;
  auto readA = make_tiled_copy_A(Ldmatrix{}, Mma{});
  auto readB = make_tiled_copy_B(Ldmatrix{}, Mma{});
  auto sA_read = readA.get_slice(threadIdx.x).partition_S(sA);  // (8, 4, 4, Stages)
  auto sB_read = readB.get_slice(threadIdx.x).partition_S(sB);  // (8, 4, 4, Stages)
  auto rA_read = readA.get_slice(threadIdx.x).retile_D(rA);
  auto rB_read = readB.get_slice(threadIdx.x).retile_D(rB);

  // begin helpers
  int const tiles = size<3>(gA_mine);
  auto fetch = [&](int tile) {  // one group a call, an empty one beyond the last tile
    if (tile < tiles) {
      copy(Load{}, gA_mine(_, _, _, tile), sA_mine(_, _, _, tile % Stages));
      copy(Load{}, gB_mine(_, _, _, tile), sB_mine(_, _, _, tile % Stages));
    }
    cp_async_fence();
  };
  auto read = [&](int block_k, int stage) {
    copy(readA, sA_read(_, _, block_k, stage), rA_read(_, _, block_k));
    copy(readB, sB_read(_, _, block_k, stage), rB_read(_, _, block_k));
  };
  // end helpers

  // begin prologue
  CUTE_UNROLL
  for (int tile = 0; tile < Stages - 1; ++tile) fetch(tile);
  cp_async_wait<Stages - 2>();  // tile 0 is here, for this thread
  __syncthreads();              // and for all
  read(0, 0);
  clear(sum);
  // end prologue

  // begin loop
  constexpr int blocks_k = size<2>(rA);
  for (int tile = 0; tile < tiles; ++tile) {
    CUTE_UNROLL
    for (int block_k = 0; block_k < blocks_k; ++block_k) {
      if (block_k == blocks_k - 1) {
        cp_async_wait<Stages - 2>();  // tile + 1 is here
        __syncthreads();              // and all have read this tile to its end
      }
      int const stage = (block_k == blocks_k - 1 ? tile + 1 : tile) % Stages;
      read((block_k + 1) % blocks_k, stage);
      if (block_k == 0) fetch(tile + Stages - 1);  // into the stage of tile - 1
      gemm(Mma{}, rA(_, _, block_k), rB(_, _, block_k), sum);
    }
  }
  // end loop
  auto rounded = make_fragment_like<half_t>(sum);
  copy(sum, rounded);
  // begin epilogue
  __syncthreads();  // all have read the last tile  // <1>
  auto sD = make_tensor(make_smem_ptr(shared), Result{});  // (128, 128)
  copy(Pairs{}, rounded, thread.partition_C(sD));
  __syncthreads();
  auto store = Store{}.get_slice(threadIdx.x);
  copy(Store{}, store.partition_S(sD), store.partition_D(gD));  // <2>
  // end epilogue
}

template <int Stages>
int run(Size size = {}) {
  return compare("epilogue", size, BlockTile{}, [&](auto d, auto a, auto b) {
    int bytes = 2 * cosize(InShared<Stages>{}) * sizeof(half_t);
    dim3 grid(size.m / 128, size.n / 128);
    launch(multiply<Stages>, grid, 128, bytes, d, a, b, size.m, size.n, size.k);
  });
}

#ifdef __CUDACC__
int main() { return run<3>() || run<4>(); }
#endif
