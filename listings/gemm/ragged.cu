// Step 2 for any M, N and K: what lies beyond a matrix is read as zero and never written.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include ragged.cu && ./a.out
#include "reference.hpp"

using BlockTile = Shape<_128, _128, _16>;
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{}));

__global__ void __launch_bounds__(128)
multiply(half_t* d, half_t const* a, half_t const* b, int m, int n, int k) {
  auto A = make_tensor(make_gmem_ptr(a), make_shape(m, k), make_stride(k, _1{}));
  auto B = make_tensor(make_gmem_ptr(b), make_shape(n, k), make_stride(k, _1{}));
  auto D = make_tensor(make_gmem_ptr(d), make_shape(m, n), make_stride(n, _1{}));

  // begin places
  auto block = make_coord(blockIdx.x, blockIdx.y, _);
  auto thread = Mma{}.get_slice(threadIdx.x);
  auto parts = [&](auto const& a, auto const& b, auto const& d) {
    return make_tuple(
        thread.partition_A(local_tile(a, BlockTile{}, block, Step<_1, X, _1>{})),
        thread.partition_B(local_tile(b, BlockTile{}, block, Step<X, _1, _1>{})),
        thread.partition_C(local_tile(d, BlockTile{}, block, Step<_1, _1, X>{})));
  };
  auto [tA, tB, tD] = parts(A, B, D);
  auto [pA, pB, pD] = parts(make_identity_tensor(shape(A)), make_identity_tensor(shape(B)),
                            make_identity_tensor(shape(D)));  // <1>
  // end places

  auto rA = thread.make_fragment_A(tA(_, _, _, 0));
  auto rB = thread.make_fragment_B(tB(_, _, _, 0));
  auto sum = thread.make_fragment_C(tD);
  clear(sum);
  // begin loop
  auto fetch = [](auto const& from, auto const& places, auto const& bounds, auto& to) {
    clear(to);  // <1>
    copy_if([&](int i) { return elem_less(places(i), bounds); }, from, to);  // <2>
  };
  for (int tile = 0; tile < size<3>(tA); ++tile) {
    fetch(tA(_, _, _, tile), pA(_, _, _, tile), shape(A), rA);
    fetch(tB(_, _, _, tile), pB(_, _, _, tile), shape(B), rB);
    gemm(Mma{}, rA, rB, sum);
  }
  auto const& inside = pD;
  copy_if([&](int i) { return elem_less(inside(i), shape(D)); }, sum, tD);
  // end loop
}

int run(Size size = {200, 300, 72}) {
  return compare("ragged", size, Shape<_1, _1, _1>{}, [&](auto d, auto a, auto b) {
    dim3 grid(ceil_div(size.m, 128), ceil_div(size.n, 128));
    launch(multiply, grid, 128, 0, d, a, b, size.m, size.n, size.k);
  });
}

#ifdef __CUDACC__
int main() { return run(); }
#endif
