// Step 2 of the ladder: the tensor cores. Four warps share a 128 x 128 tile; each thread fetches
// its part of A and B from global memory into the registers in which the instruction wants it.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include tensor_cores.cu && ./a.out
#include "reference.hpp"

// begin tiles
using BlockTile = Shape<_128, _128, _16>;
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                    Layout<Shape<_2, _2>>{}));  // 2 x 2 warps
using Pairs = AutoVectorizingCopyWithAssumedAlignment<32>;      // two halves
// end tiles

__global__ void __launch_bounds__(128)
multiply(half_t* d, half_t const* a, half_t const* b, int m, int n, int k) {
  auto A = make_tensor(make_gmem_ptr(a), make_shape(m, k), make_stride(k, _1{}));
  auto B = make_tensor(make_gmem_ptr(b), make_shape(n, k), make_stride(k, _1{}));
  auto D = make_tensor(make_gmem_ptr(d), make_shape(m, n), make_stride(n, _1{}));

  auto block = make_coord(blockIdx.x, blockIdx.y, _);
  auto gA = local_tile(A, BlockTile{}, block, Step<_1, X, _1>{});  // (128, 16, k/16)
  auto gB = local_tile(B, BlockTile{}, block, Step<X, _1, _1>{});  // (128, 16, k/16)
  auto gD = local_tile(D, BlockTile{}, block, Step<_1, _1, X>{});  // (128, 128)

  // begin thread
  auto thread = Mma{}.get_slice(threadIdx.x);
  auto tA = thread.partition_A(gA);                    // (8, 4, 1, k/16)
  auto tB = thread.partition_B(gB);                    // (4, 8, 1, k/16)
  auto tD = thread.partition_C(gD);                    // (4, 4, 8)
  auto rA = thread.make_fragment_A(tA(_, _, _, 0));    // 32 halves
  auto rB = thread.make_fragment_B(tB(_, _, _, 0));    // 32 halves
  auto sum = thread.make_fragment_C(tD);               // 128 floats
  // end thread

  // begin loop
  clear(sum);
  for (int tile = 0; tile < size<3>(tA); ++tile) {
    copy(Pairs{}, tA(_, _, _, tile), rA);
    copy(Pairs{}, tB(_, _, _, tile), rB);
    gemm(Mma{}, rA, rB, sum);  // 4 x 8 instructions
  }
  auto rounded = make_fragment_like<half_t>(sum);
  copy(sum, rounded);
  copy(Pairs{}, rounded, tD);
  // end loop
}

int run(Size size = {}) {
  return compare("tensor cores", size, BlockTile{}, [&](auto d, auto a, auto b) {
    dim3 grid(size.m / 128, size.n / 128);
    launch(multiply, grid, 128, 0, d, a, b, size.m, size.n, size.k);
  });
}

#ifdef __CUDACC__
int main() { return run(); }
#endif
