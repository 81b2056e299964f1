// Step 7: TMA loads, wgmma, and a warp that does nothing but load. Compiles for sm_90a; to run it
// takes a Hopper GPU.
//
//   nvcc -std=c++17 -arch=sm_90a --expt-relaxed-constexpr -I cutlass/include hopper.cu && ./a.out
#include "hopper_shapes.hpp"
#include "reference.hpp"
#include "ring.hpp"

#include <cutlass/arch/barrier.h>
#include <cutlass/arch/reg_reconfig.h>

using namespace cute;
using Full = cutlass::arch::ClusterTransactionBarrier;
using Empty = cutlass::arch::ClusterBarrier;

// begin storage
struct Storage {
  alignas(1024) half_t a[cosize_v<hopper::SmemA>];  // <1>
  alignas(1024) half_t b[cosize_v<hopper::SmemB>];
  uint64_t full[hopper::stages], empty[hopper::stages];
};
// end storage
static_assert(cosize_v<hopper::SmemD> <= cosize_v<hopper::SmemB>, "the epilogue reuses B");
static_assert(sizeof(Storage) <= 227 * 1024, "more than a block can have");

// begin load
// One thread: fill stage after stage, as they become empty.
template <class LoadA, class LoadB>
__device__ void load(Storage& s, LoadA const& load_a, LoadB const& load_b, int m, int n,
                     int rows, int columns, int depth) {
  auto gA = local_tile(load_a.get_tma_tensor(make_shape(rows, depth)),
                       Shape<hopper::TileM, hopper::TileK>{}, make_coord(m, _));
  auto gB = local_tile(load_b.get_tma_tensor(make_shape(columns, depth)),
                       Shape<hopper::TileN, hopper::TileK>{}, make_coord(n, _));
  auto sA = make_tensor(make_smem_ptr(s.a), hopper::SmemA{});
  auto sB = make_tensor(make_smem_ptr(s.b), hopper::SmemB{});
  auto [tAgA, tAsA] =  // <1>
      tma_partition(load_a, group_modes<0, 2>(sA), group_modes<0, 2>(gA));
  auto [tBgB, tBsB] =
      tma_partition(load_b, group_modes<0, 2>(sB), group_modes<0, 2>(gB));

  Ring<hopper::stages> at(producer_starts_with);
  CUTE_NO_UNROLL
  for (int k = 0; k < size<1>(tAgA); ++k, at.advance()) {
    Empty::wait(&s.empty[at.stage], at.parity);
    Full::arrive_and_expect_tx(&s.full[at.stage], hopper::stage_bytes);  // <2>
    copy(load_a.with(s.full[at.stage]), tAgA(_, k), tAsA(_, at.stage));
    copy(load_b.with(s.full[at.stage]), tBgB(_, k), tBsB(_, at.stage));
  }
}
// end load

// begin multiply
// All threads of the consumers: multiply stage after stage, as they become full.
template <class StoreD>
__device__ void multiply(Storage& s, StoreD const& store_d, int m, int n, int rows,
                         int columns, int tiles) {
  int thread = threadIdx.x - 128;
  auto sA = make_tensor(make_smem_ptr(s.a), hopper::SmemA{});
  auto sB = make_tensor(make_smem_ptr(s.b), hopper::SmemB{});
  hopper::Mma mma;
  auto mine = mma.get_slice(thread);
  auto tCrA = mine.make_fragment_A(mine.partition_A(sA));  // <1>
  auto tCrB = mine.make_fragment_B(mine.partition_B(sB));
  auto tCrC = partition_fragment_C(mma, Shape<hopper::TileM, hopper::TileN>{});
  clear(tCrC);

  Ring<hopper::stages> at(consumer_starts_with);
  int before = 0;
  CUTE_NO_UNROLL
  for (int k = 0; k < tiles; ++k, at.advance()) {
    Full::wait(&s.full[at.stage], at.parity);
    warpgroup_fence_operand(tCrC);
    warpgroup_arrive();
    gemm(mma, tCrA(_, _, _, at.stage), tCrB(_, _, _, at.stage), tCrC);  // <2>
    warpgroup_commit_batch();
    warpgroup_fence_operand(tCrC);
    warpgroup_wait<1>();
    if (k > 0 && thread % 32 == 0) Empty::arrive(&s.empty[before]);  // <3>
    before = at.stage;
  }
  warpgroup_wait<0>();
  warpgroup_fence_operand(tCrC);
  // end multiply

  // begin epilogue
  cutlass::arch::NamedBarrier everyone(128 * hopper::consumers, 1);
  auto rounded = make_tensor_like<half_t>(tCrC);
  for (int i = 0; i < size(tCrC); ++i) rounded(i) = half_t(tCrC(i));
  auto sD = make_tensor(make_smem_ptr(s.b), hopper::SmemD{});
  auto to_shared = make_tiled_copy_C(Copy_Atom<SM90_U32x4_STSM_N, half_t>{}, mma);
  auto part = to_shared.get_slice(thread);
  everyone.sync();  // <1>
  copy(to_shared, part.retile_S(rounded),
       part.partition_D(as_position_independent_swizzle_tensor(sD)));
  tma_store_fence();  // <2>
  everyone.sync();
  if (thread == 0) {
    auto gD = local_tile(store_d.get_tma_tensor(make_shape(rows, columns)),
                         Shape<hopper::TileM, hopper::TileN>{}, make_coord(m, n));
    auto all = store_d.get_slice(_0{});
    copy(store_d, all.partition_S(sD), all.partition_D(gD));
    tma_store_arrive();
    tma_store_wait<0>();  // <3>
  }
  // end epilogue
}

// begin kernel
template <class LoadA, class LoadB, class StoreD>
__global__ void __launch_bounds__(128 * (1 + hopper::consumers), 1)
gemm_hopper(__grid_constant__ LoadA const load_a,
            __grid_constant__ LoadB const load_b,
            __grid_constant__ StoreD const store_d, int rows, int columns, int depth,
            int band) {
  alignas(1024) extern __shared__ char shared_memory[];
  auto& s = *reinterpret_cast<Storage*>(shared_memory);
  if (threadIdx.x == 0) {
    for (int i = 0; i < hopper::stages; ++i) {
      Full::init(&s.full[i], 1);
      Empty::init(&s.empty[i], 4 * hopper::consumers);  // one arrival of each warp
    }
    cutlass::arch::fence_barrier_init();
  }
  __syncthreads();

  int across = columns / hopper::TileN{};
  int in_band = blockIdx.x % (band * across);  // <1>
  int m = blockIdx.x / (band * across) * band + in_band % band;
  int n = in_band / band;

  if (threadIdx.x < 128) {
    cutlass::arch::warpgroup_reg_dealloc<40>();  // <2>
    if (threadIdx.x == 0) load(s, load_a, load_b, m, n, rows, columns, depth);
  } else {
    cutlass::arch::warpgroup_reg_alloc<232>();
    multiply(s, store_d, m, n, rows, columns, depth / hopper::TileK{});
  }
}
// end kernel

// begin host
int run(Size size = {256, 512, 640}) {
  auto tile = Shape<hopper::TileM, hopper::TileN, hopper::TileK>{};
  return compare("hopper", size, tile, [&](half_t* d, half_t const* a, half_t const* b) {
    auto load_a = hopper::load_of_a(a, size.m, size.k);
    auto load_b = hopper::load_of_b(b, size.n, size.k);
    auto store_d = hopper::store_of_d(d, size.m, size.n);
    int down = size.m / hopper::TileM{}, across = size.n / hopper::TileN{};
    launch(gemm_hopper<decltype(load_a), decltype(load_b), decltype(store_d)>, dim3(down * across),
           128 * (1 + hopper::consumers), sizeof(Storage), load_a, load_b, store_d, size.m, size.n,
           size.k, down % 8 ? 1 : 8);
  });
}
// end host

#ifdef __CUDACC__
int main() { return run(); }
#endif
