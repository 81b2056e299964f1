// Step 1 of the ladder: CuTe's tiling alone. Each of 256 threads computes 8 x 8 elements of a
// 128 x 128 tile, with ordinary arithmetic, straight from global memory.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include naive.cu && ./a.out
#include "reference.hpp"

// begin tiles
using BlockTile = Shape<_128, _128, _8>;                         // of a block: M, N, K
using Threads = Layout<Shape<_16, _16>, Stride<_16, _1>>;  // over M and N
// end tiles

__global__ void __launch_bounds__(256)
multiply(half_t* d, half_t const* a, half_t const* b, int m, int n, int k) {
  // begin matrices
  auto A = make_tensor(make_gmem_ptr(a), make_shape(m, k), make_stride(k, _1{}));
  auto B = make_tensor(make_gmem_ptr(b), make_shape(n, k), make_stride(k, _1{}));
  auto D = make_tensor(make_gmem_ptr(d), make_shape(m, n), make_stride(n, _1{}));
  // end matrices

  // begin block
  auto block = make_coord(blockIdx.x, blockIdx.y, _);
  auto gA = local_tile(A, BlockTile{}, block, Step<_1, X, _1>{});  // (128, 8, k/8)
  auto gB = local_tile(B, BlockTile{}, block, Step<X, _1, _1>{});  // (128, 8, k/8)
  auto gD = local_tile(D, BlockTile{}, block, Step<_1, _1, X>{});  // (128, 128)
  // end block

  // begin thread
  auto tA = local_partition(gA, Threads{}, threadIdx.x, Step<_1, X>{});  // (8, 8, k/8)
  auto tB = local_partition(gB, Threads{}, threadIdx.x, Step<X, _1>{});  // (8, 8, k/8)
  auto tD = local_partition(gD, Threads{}, threadIdx.x);                 // (8, 8)
  // end thread

  // begin loop
  auto rA = make_tensor<float>(Shape<_8, _8>{});
  auto rB = make_tensor<float>(Shape<_8, _8>{});
  auto sum = make_tensor<float>(Shape<_8, _8>{});
  clear(sum);
  for (int tile = 0; tile < size<2>(tA); ++tile) {
    copy(tA(_, _, tile), rA);  // half to float
    copy(tB(_, _, tile), rB);
    gemm(rA, rB, sum);  // (8, 8) x (8, 8) into (8, 8): 512 fused multiply-adds
  }
  copy(sum, tD);  // float to half
  // end loop
}

int run(Size size = {}) {
  return compare("naive", size, BlockTile{}, [&](auto d, auto a, auto b) {
    dim3 grid(size.m / 128, size.n / 128);
    launch(multiply, grid, 256, 0, d, a, b, size.m, size.n, size.k);
  });
}

#ifdef __CUDACC__
int main() { return run(); }
#endif
