// Step 3 of the ladder: through shared memory. 16 bytes a load from global memory, ldmatrix to
// the registers.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include shared_memory.cu && ./a.out
#include "reference.hpp"

// begin tiles
using BlockTile = Shape<_128, _128, _64>;
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                    Layout<Shape<_2, _2>>{},    // warps
                                    Tile<_32, _32, _16>{}));  // 16 columns for each: ldmatrix.x4
using Load = decltype(make_tiled_copy(Copy_Atom<UniversalCopy<uint128_t>, half_t>{},
                                      Layout<Shape<_16, _8>, Stride<_8, _1>>{},  // threads
                                      Layout<Shape<_1, _8>>{}));                 // halves of each
using Pairs = AutoVectorizingCopyWithAssumedAlignment<32>;
// end tiles

// begin layout
using InShared = Layout<Shape<_128, _64>, Stride<_64, _1>>;
// end layout

__global__ void __launch_bounds__(128)
multiply(half_t* d, half_t const* a, half_t const* b, int m, int n, int k) {
  auto A = make_tensor(make_gmem_ptr(a), make_shape(m, k), make_stride(k, _1{}));
  auto B = make_tensor(make_gmem_ptr(b), make_shape(n, k), make_stride(k, _1{}));
  auto D = make_tensor(make_gmem_ptr(d), make_shape(m, n), make_stride(n, _1{}));

  auto block = make_coord(blockIdx.x, blockIdx.y, _);
  auto gA = local_tile(A, BlockTile{}, block, Step<_1, X, _1>{});  // (128, 64, k/64)
  auto gB = local_tile(B, BlockTile{}, block, Step<X, _1, _1>{});  // (128, 64, k/64)
  auto gD = local_tile(D, BlockTile{}, block, Step<_1, _1, X>{});  // (128, 128)

  // begin shared
  alignas(128) extern __shared__ uint128_t shared_memory[];
  auto shared = reinterpret_cast<half_t*>(shared_memory);
  auto sA = make_tensor(make_smem_ptr(shared), InShared{});                        // (128, 64)
  auto sB = make_tensor(make_smem_ptr(shared + cosize_v<InShared>), InShared{});  // (128, 64)
  // end shared

  // begin global
  auto load = Load{}.get_slice(threadIdx.x);
  auto gA_mine = load.partition_S(gA);  // (8, 8, 1, k/64)
  auto gB_mine = load.partition_S(gB);  // (8, 8, 1, k/64)
  auto sA_mine = load.partition_D(sA);  // (8, 8, 1)
  auto sB_mine = load.partition_D(sB);  // (8, 8, 1)
  auto wA = make_fragment_like(sA_mine);  // 64 halves on their way
  auto wB = make_fragment_like(sB_mine);
  // end global

  // begin fragments
  auto thread = Mma{}.get_slice(threadIdx.x);
  auto tD = thread.partition_C(gD);
  auto sum = thread.make_fragment_C(tD);      // (4, 4, 8)
  auto rA = thread.partition_fragment_A(sA);  // (8, 4, 4)
  auto rB = thread.partition_fragment_B(sB);  // (4, 8, 4)

  using Ldmatrix = Copy_Atom<SM75_U32x4_LDSM_N, half_t>;
  auto readA = make_tiled_copy_A(Ldmatrix{}, Mma{});
  auto readB = make_tiled_copy_B(Ldmatrix{}, Mma{});
  auto sA_read = readA.get_slice(threadIdx.x).partition_S(sA);  // (8, 4, 4)
  auto sB_read = readB.get_slice(threadIdx.x).partition_S(sB);  // (8, 4, 4)
  auto rA_read = readA.get_slice(threadIdx.x).retile_D(rA);
  auto rB_read = readB.get_slice(threadIdx.x).retile_D(rB);
  // end fragments

  // begin loop
  clear(sum);
  for (int tile = 0; tile < size<3>(gA_mine); ++tile) {
    copy(Load{}, gA_mine(_, _, _, tile), wA);
    copy(Load{}, gB_mine(_, _, _, tile), wB);
    __syncthreads();  // all have read the previous tile
    copy(Load{}, wA, sA_mine);
    copy(Load{}, wB, sB_mine);
    __syncthreads();  // all have written this tile
    CUTE_UNROLL
    for (int block_k = 0; block_k < size<2>(rA); ++block_k) {
      copy(readA, sA_read(_, _, block_k), rA_read(_, _, block_k));
      copy(readB, sB_read(_, _, block_k), rB_read(_, _, block_k));
      gemm(Mma{}, rA(_, _, block_k), rB(_, _, block_k), sum);
    }
  }
  // end loop
  auto rounded = make_fragment_like<half_t>(sum);
  copy(sum, rounded);
  copy(Pairs{}, rounded, tD);
}

int run(Size size = {}) {
  return compare("shared memory", size, BlockTile{}, [&](auto d, auto a, auto b) {
    int bytes = 2 * cosize_v<InShared> * sizeof(half_t);
    dim3 grid(size.m / 128, size.n / 128);
    launch(multiply, grid, 128, bytes, d, a, b, size.m, size.n, size.k);
  });
}

#ifdef __CUDACC__
int main() { return run(); }
#endif
