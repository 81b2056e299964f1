// Tiled products of 64 x 32 x 32 with 128 threads, one after the other on the host. The tensor core
// is a stand-in: it notes the registers of each call, and multiplies when all threads have called.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl product.cpp
#include <cute/algorithm/axpby.hpp>
#include <cute/algorithm/gemm.hpp>
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

#include <array>
#include <cstdio>
#include <vector>

using namespace cute;

// begin operation
struct Deferred {
  using DRegisters = float[4];
  using ARegisters = uint32_t[4];
  using BRegisters = uint32_t[2];
  using CRegisters = float[4];

  struct Call {
    std::array<uint32_t, 4> a;
    std::array<uint32_t, 2> b;
    std::array<float*, 4> d;
  };
  static inline std::vector<Call> calls[128];
  static inline int thread = 0;

  static void fma(float& d0, float& d1, float& d2, float& d3, uint32_t const& a0,
                  uint32_t const& a1, uint32_t const& a2, uint32_t const& a3,
                  uint32_t const& b0, uint32_t const& b1, float const&, float const&,
                  float const&, float const&) {
    calls[thread].push_back({{a0, a1, a2, a3}, {b0, b1}, {&d0, &d1, &d2, &d3}});
  }
};

template <>
struct cute::MMA_Traits<Deferred> : MMA_Traits<SM80_16x8x16_F32F16F16F32_TN> {};  // <1>
// end operation

half_t half_of(uint32_t const* registers, int i) {
  return half_t::bitcast(uint16_t(registers[i / 2] >> (16 * (i % 2))));
}

// begin execute
void execute() {
  using Atom = MMA_Atom<Deferred>;
  Atom::LayoutA_TV A;
  Atom::LayoutB_TV B;
  Atom::LayoutC_TV C;
  for (size_t call = 0; call < Deferred::calls[0].size(); ++call)
    for (int warp = 0; warp < 4; ++warp) {
      Deferred::Call* lanes[32];
      float a[16 * 16], b[8 * 16];
      for (int lane = 0; lane < 32; ++lane) {
        lanes[lane] = &Deferred::calls[32 * warp + lane][call];
        for (int v = 0; v < 8; ++v) a[A(lane, v)] = float(half_of(lanes[lane]->a.data(), v));
        for (int v = 0; v < 4; ++v) b[B(lane, v)] = float(half_of(lanes[lane]->b.data(), v));
      }
      for (int lane = 0; lane < 32; ++lane)
        for (int v = 0; v < 4; ++v) {
          int m = C(lane, v) % 16, n = C(lane, v) / 16;
          for (int k = 0; k < 16; ++k) *lanes[lane]->d[v] += a[m + 16 * k] * b[n + 8 * k];
        }
    }
  for (auto& calls : Deferred::calls) calls.clear();
}
// end execute

// begin multiply
template <class Mma, class MmaOfB>
void multiply(char const* name, Mma mma, MmaOfB mma_of_B, bool add = false) {
  std::vector<half_t> a(64 * 32), b(32 * 32);
  std::vector<float> c(64 * 32);
  for (int i = 0; i < 64 * 32; ++i) a[i] = half_t(float(i * 7 % 11 - 5));
  for (int i = 0; i < 32 * 32; ++i) b[i] = half_t(float(i * 5 % 13 - 6));
  auto A = make_tensor(a.data(), make_layout(Shape<_64, _32>{}, LayoutRight{}));
  auto B = make_tensor(b.data(), make_layout(Shape<_32, _32>{}, LayoutRight{}));
  auto C = make_tensor(c.data(), make_layout(Shape<_64, _32>{}, LayoutRight{}));

  using Fragment = decltype(mma.get_slice(0).partition_fragment_C(C));
  std::vector<Fragment> accumulators(size(mma));
  for (int t = 0; t < size(mma); ++t) {  // <1>
    Deferred::thread = t;
    auto thread = mma.get_slice(t);
    auto rA = thread.partition_fragment_A(A);
    auto rB = mma_of_B.get_slice(t).partition_fragment_B(B);
    copy(thread.partition_A(A), rA);
    copy(mma_of_B.get_slice(t).partition_B(B), rB);
    clear(accumulators[t]);
    gemm(mma, rA, rB, accumulators[t]);
  }
  execute();
  for (int t = 0; t < size(mma); ++t) {
    auto mine = mma.get_slice(t).partition_C(C);
    axpby(1.f, accumulators[t], add ? 1.f : 0.f, mine);  // <2>
  }

  int wrong = 0;
  for (int m = 0; m < 64; ++m)
    for (int n = 0; n < 32; ++n) {
      float sum = 0;
      for (int k = 0; k < 32; ++k) sum += float(A(m, k)) * float(B(n, k));
      wrong += C(m, n) != sum;
    }
  std::printf("%-36s%d of 2048 elements wrong\n", name, wrong);
}
// end multiply

// begin order
void order() {
  MMA_Atom<Deferred> atom;
  auto A = make_tensor<half_t>(Shape<_8, _2, _2>{});  // V, M, K
  auto B = make_tensor<half_t>(Shape<_4, _3, _2>{});  // V, N, K
  auto C = make_tensor<float>(Shape<_4, _2, _3>{});   // V, M, N
  for (int k = 0; k < 2; ++k) {
    for (int m = 0; m < 2; ++m) fill(A(_, m, k), half_t(float(m)));
    for (int n = 0; n < 3; ++n) fill(B(_, n, k), half_t(float(n + 10 * k)));
  }
  gemm(atom, A, B, C);
  int before = -1;
  for (auto& call : Deferred::calls[0]) {
    int m = int(float(half_of(call.a.data(), 0))), n = int(float(half_of(call.b.data(), 0)));
    if (n / 10 != before) std::printf("%sk = %d:", before < 0 ? "" : "\n", n / 10);
    before = n / 10;
    std::printf(" (%d,%d)", m, n % 10);
  }
  std::printf("\n");
  Deferred::calls[0].clear();
}
// end order

int main() {
  order();
  // begin calls
  using Pairs = Layout<Shape<_2, _4, _2>, Stride<_1, _4, _2>>;
  Deferred op;
  auto plain = make_tiled_mma(op, Layout<Shape<_2, _2>>{});
  auto wide_N = make_tiled_mma(op, Layout<Shape<_4, _1>>{}, Tile<_64, Pairs, _16>{});
  auto wide_K = make_tiled_mma(op, Layout<Shape<_2, _2>>{}, Tile<_32, _16, Pairs>{});
  auto split_K = make_tiled_mma(op, Layout<Shape<_2, _1, _2>>{});
  auto scalar = make_tiled_mma(UniversalFMA<float, half_t, half_t, float>{},
                               Layout<Shape<_8, _16>>{});

  multiply("2 x 2 warps", plain, plain);
  multiply("4 x 1 warps, N permuted", wide_N, wide_N);
  multiply("2 x 2 warps, K permuted", wide_K, wide_K);
  multiply("8 x 16 threads, fused multiply-add", scalar, scalar);
  multiply("K permuted for A only", wide_K, plain);
  multiply("2 x 1 x 2 warps, K shared out", split_K, split_K);
  multiply("the same, threads' results added", split_K, split_K, true);
  // end calls
}
