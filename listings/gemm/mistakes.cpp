// Step 2 once as it should be and three times with a mistake that every compiler accepts, run on the host.
#include "emulation.hpp"
#include "reference.hpp"

enum Mistake { none, projection, b_as_k_n, cleared_in_the_loop };

template <Mistake mistake>
__global__ void multiply(half_t* d, half_t const* a, half_t const* b, int m, int n, int k) {
  using BlockTile = Shape<_128, _128, _16>;
  using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{}));

  // begin mistakes
  auto A = make_tensor(make_gmem_ptr(a), make_shape(m, k), make_stride(k, _1{}));
  auto B = [&] {
    if constexpr (mistake == b_as_k_n) {
      return make_tensor(make_gmem_ptr(b), make_shape(k, n), make_stride(_1{}, k));  // <1>
    } else {
      return make_tensor(make_gmem_ptr(b), make_shape(n, k), make_stride(k, _1{}));
    }
  }();
  auto block = make_coord(blockIdx.x, blockIdx.y, _);
  using StepB = conditional_t<mistake == projection, Step<_1, X, _1>, Step<X, _1, _1>>;  // <2>
  auto gA = local_tile(A, BlockTile{}, block, Step<_1, X, _1>{});
  auto gB = local_tile(B, BlockTile{}, block, StepB{});
  // end mistakes
  auto D = make_tensor(make_gmem_ptr(d), make_shape(m, n), make_stride(n, _1{}));
  auto gD = local_tile(D, BlockTile{}, block, Step<_1, _1, X>{});

  auto thread = Mma{}.get_slice(threadIdx.x);
  auto tA = thread.partition_A(gA);
  auto tB = thread.partition_B(gB);
  auto tD = thread.partition_C(gD);
  auto rA = thread.make_fragment_A(tA(_, _, _, 0));
  auto rB = thread.make_fragment_B(tB(_, _, _, 0));
  auto sum = thread.make_fragment_C(tD);
  clear(sum);
  for (int tile = 0; tile < size<3>(tA); ++tile) {
    if (mistake == cleared_in_the_loop) clear(sum);
    copy(tA(_, _, _, tile), rA);
    copy(tB(_, _, _, tile), rB);
    gemm(Mma{}, rA, rB, sum);
  }
  copy(sum, tD);
}

template <Mistake mistake>
int run(char const* name) {
  // Three dimensions of one size: no bound is passed, whatever is mistaken for what.
  Size size{384, 384, 384};
  return compare(name, size, Shape<_128, _128, _16>{}, [&](auto d, auto a, auto b) {
    launch(multiply<mistake>, dim3(3, 3), 128, 0, d, a, b, size.m, size.n, size.k);
  });
}

int main() {
  bool right = run<none>("as it should be") == 0;
  right = run<projection>("the Step of A for B") && right;
  right = run<b_as_k_n>("B given as (K,N)") && right;
  right = run<cleared_in_the_loop>("sum cleared in the loop") && right;
  return !right;
}
