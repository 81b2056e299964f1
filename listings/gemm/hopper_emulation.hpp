// Runs hopper.cu on the host. Include it before the .cu file. TMA, wgmma, stmatrix and the
// mbarriers follow the PTX manual; each thread is a coroutine, and a copy or a product that was
// asked for happens when the order says so: as early as it can, as late as it can, or somewhere
// between. What it does not know: the proxies (a missing fence goes unnoticed), timing, registers.
#pragma once

#define __CUDACC_VER_MAJOR__ 13  // CuTe makes TMA descriptors only for a compiler that says so
#define __CUDACC_VER_MINOR__ 0
#define CUTLASS_ENABLE_DIRECT_CUDA_DRIVER_CALL 1

#include <cuda_runtime_api.h>

#undef __global__
#undef __shared__
#undef __device__
#undef __launch_bounds__
#undef __grid_constant__
#define __global__
#define __shared__
#define __device__
#define __launch_bounds__(...)
#define __grid_constant__

#include <cute/arch/util.hpp>

alignas(1024) inline char shared_memory[227 * 1024];
inline uint3 threadIdx, blockIdx;

namespace cute {
inline uint32_t emulated_address(void const* p) {
  return uint32_t(static_cast<char const*>(p) - shared_memory);
}
}  // namespace cute
#define cast_smem_ptr_to_uint emulated_address

#include <cute/arch/copy_sm90_tma.hpp>

template <>  // before the traits that call it
struct cute::detail::CallCOPY<cute::SM90_TMA_STORE> {
  void operator()(void const* map, void const* from, int column, int row) const;
};

#include <cute/tensor.hpp>

#include <cute/atom/copy_traits_sm90_tma.hpp>
#include <cute/atom/mma_atom.hpp>
#include <cutlass/arch/barrier.h>
#include <cutlass/arch/reg_reconfig.h>

#include <ucontext.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "mbarrier.hpp"

namespace emulation {

using cute::half_t;

enum class Order { early, late, mixed };
inline Order order;
inline unsigned seed;
inline unsigned roll() { return (seed = seed * 1664525u + 1013904223u) >> 8; }

// What a test may break.
struct Faults {
  int unexpected_bytes = 0;      // the full barrier is told of so many bytes too few
  bool products_awaited = true;  // false: warpgroup_wait returns at once
};
inline Faults faults;

struct Counts {
  long loads, bytes, products, stores, arrivals;
};
inline Counts counts;

struct Thread {
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  std::function<bool()> ready;
  bool done;
};
inline std::vector<Thread> threads;
inline int running;
inline ucontext_t scheduler;
inline std::function<void()> kernel;

inline void wait_until(std::function<bool()> ready) {
  threads[running].ready = std::move(ready);
  swapcontext(&threads[running].context, &scheduler);
}

struct Group {
  std::vector<void*> brought;
  int here = 0, rounds = 0;
};
inline std::map<std::pair<int, int>, Group> groups;  // by size and number
inline Group named;

// Wait for all `size` threads of the group; the last to come does the work of all.
template <class Work>
void together(int size, void* mine, Work work) {
  auto& group = groups[{size, running / size}];
  if (group.here == 0) group.brought.assign(size, nullptr);
  group.brought[running % size] = mine;
  if (++group.here == size) {
    work(group.brought), group.here = 0, ++group.rounds;
  } else {
    wait_until([&group, round = group.rounds] { return group.rounds != round; });
  }
}

// ---- mbarriers ----

inline std::map<uint64_t const*, Mbarrier> barriers;

struct Barrier {
  static void init(uint64_t const* at, uint32_t count) { barriers[at] = {int(count), int(count)}; }
  static void wait(uint64_t const* at, uint32_t parity) {
    wait_until([=] { return barriers.at(at).passes(parity); });
  }
  static void arrive(uint64_t const* at) { ++counts.arrivals, barriers.at(at).arrive(); }
  static void arrive_and_expect_tx(uint64_t const* at, uint32_t bytes) {
    barriers.at(at).expect(int(bytes) - faults.unexpected_bytes), barriers.at(at).arrive();
  }
};

struct NamedBarrier {
  int threads;
  NamedBarrier(int count, int) : threads(count) {}
  void sync() const {
    if (++named.here == threads) {
      named.here = 0, ++named.rounds;
    } else {
      wait_until([round = named.rounds] { return named.rounds != round; });
    }
  }
};

inline void block_barrier() {
  together(int(threads.size()), nullptr, [](auto&) {});
}

// ---- copies ----

// begin swizzle
// Of an address in shared memory: bits 4 to 6 change with bits 7 to 9.
inline uint32_t swizzled(uint32_t address) {
  return address ^ (address >> 7 & 7) << 4;
}
// end swizzle

struct Map {  // in the place of the 128 bytes of a CUtensorMap
  char* base;
  uint64_t extent[2], row;
  uint32_t box[2];
  bool swizzle;
};
static_assert(sizeof(Map) <= sizeof(CUtensorMap));

struct Copy {
  Map map;
  uint64_t* barrier;
  uint32_t shared;
  int column, row;
};
inline std::deque<Copy> copies;

// begin copy
// One box, row after row; the fastest coordinate of the matrix is the first of the box.
inline void transfer(Copy const& c, bool load) {
  for (uint32_t r = 0; r < c.map.box[1]; ++r) {
    for (uint32_t i = 0; i < c.map.box[0]; ++i) {
      uint32_t place = c.shared + 2 * (r * c.map.box[0] + i);
      char* here = shared_memory + (c.map.swizzle ? swizzled(place) : place);
      uint64_t row = c.row + r, column = c.column + i;
      bool inside = row < c.map.extent[1] && column < c.map.extent[0];
      char* there = c.map.base + row * c.map.row + 2 * column;
      if (load && inside) std::memcpy(here, there, 2);
      if (load && !inside) std::memset(here, 0, 2);
      if (!load && inside) std::memcpy(there, here, 2);
    }
  }
}
// end copy

inline void land(std::size_t i) {
  Copy c = copies[i];
  copies.erase(copies.begin() + i);
  transfer(c, true);
  int bytes = 2 * c.map.box[0] * c.map.box[1];
  ++counts.loads, counts.bytes += bytes;
  barriers.at(c.barrier).complete(bytes);
}

// ---- products ----

struct Product {
  uint64_t a, b;
  std::vector<float*> sums;  // of the 128 threads
};
struct Warpgroup {
  std::deque<std::vector<Product>> batches;
  std::vector<Product> open;
};
inline std::map<int, Warpgroup> warpgroups;

// begin product
// An element of a K-major operand with 128-byte swizzle, found by its descriptor.
inline float element(uint64_t descriptor, int row, int k) {
  uint32_t start = (descriptor & 0x3fff) << 4;
  uint32_t stride = (descriptor >> 32 & 0x3fff) << 4;  // from 8 rows to the next 8
  uint32_t place = swizzled(start + row / 8 * stride + row % 8 * 128 + 2 * k);
  half_t value;
  std::memcpy(static_cast<void*>(&value), shared_memory + place, 2);
  return float(value);
}

inline void multiply(Product const& p) {
  static float A[64][16], B[256][16];
  for (int m = 0; m < 64; ++m)
    for (int k = 0; k < 16; ++k) A[m][k] = element(p.a, m, k);
  for (int n = 0; n < 256; ++n)
    for (int k = 0; k < 16; ++k) B[n][k] = element(p.b, n, k);
  for (int t = 0; t < 128; ++t) {
    for (int i = 0; i < 128; ++i) {
      int m = t / 32 * 16 + t % 32 / 4 + (i & 2 ? 8 : 0);
      int n = i / 4 * 8 + t % 4 * 2 + i % 2;
      for (int k = 0; k < 16; ++k) p.sums[t][i] += A[m][k] * B[n][k];
    }
  }
}
// end product

inline void finish(Warpgroup& group) {
  for (auto& p : group.batches.front()) multiply(p), ++counts.products;
  group.batches.pop_front();
}

template <cute::GMMA::Major, cute::GMMA::Major>
struct Wgmma : cute::SM90_64x256x16_F32F16F16_SS<cute::GMMA::Major::K, cute::GMMA::Major::K> {};

template <cute::GMMA::Major A, cute::GMMA::Major B, class TD, class LD, class TA, class LA, class TB,
          class LB, class TC, class LC>
void mma_unpack(cute::MMA_Traits<Wgmma<A, B>> const&, cute::Tensor<TD, LD>& d,
                cute::Tensor<TA, LA> const& a, cute::Tensor<TB, LB> const& b,
                cute::Tensor<TC, LC> const&) {
  static_assert(decltype(cute::size(d))::value == 128);
  uint64_t one = cute::recast<uint64_t>(a)(0), two = cute::recast<uint64_t>(b)(0);
  together(128, &d(0), [&](std::vector<void*>& sums) {
    Product p{one, two, {}};
    for (void* sum : sums) p.sums.push_back(static_cast<float*>(sum));
    warpgroups[running / 128].open.push_back(p);
  });
}

inline void commit_batch() {
  together(128, nullptr, [](auto&) {
    auto& group = warpgroups[running / 128];
    group.batches.push_back(std::move(group.open)), group.open.clear();
  });
}

template <int N>
void wait_batches() {
  if (!faults.products_awaited && N) return;
  wait_until([&group = warpgroups[running / 128]] { return group.batches.size() <= N; });
}

inline void nothing() {}
template <int>
void nothing_to_wait_for() {}

struct Stmatrix : cute::SM90_U32x4_STSM_N {
  static void copy(uint32_t const& s0, uint32_t const& s1, uint32_t const& s2, uint32_t const& s3,
                   cute::uint128_t& row) {
    void* mine[5] = {const_cast<uint32_t*>(&s0), const_cast<uint32_t*>(&s1),
                     const_cast<uint32_t*>(&s2), const_cast<uint32_t*>(&s3), &row};
    together(32, mine, [](std::vector<void*>& brought) {
      auto of = [&](int thread, int i) { return static_cast<void**>(brought[thread])[i]; };
      for (int matrix = 0; matrix < 4; ++matrix)
        for (int t = 0; t < 32; ++t)
          std::memcpy(static_cast<char*>(of(8 * matrix + t / 4, 4)) + t % 4 * 4, of(t, matrix), 4);
    });
  }
};

// ---- the order of things ----

inline void start() {
  kernel();
  threads[running].done = true;
  wait_until([] { return false; });
}

inline bool step(bool late) {  // a copy lands, or a batch of products ends
  if (late && roll() % 2 && !copies.empty()) return land(roll() % copies.size()), true;
  for (auto& [number, group] : warpgroups)
    if (!group.batches.empty()) return finish(group), true;
  if (!copies.empty()) return land(roll() % copies.size()), true;
  return false;
}

// False: no thread can go on, and nothing is under way.
inline bool run_block(int count) {
  threads.clear(), threads.resize(count);
  barriers.clear(), warpgroups.clear(), copies.clear(), groups.clear(), named = {};
  for (auto& thread : threads) {
    constexpr size_t bytes = 512 * 1024;
    thread.stack.reset(new char[bytes]);
    getcontext(&thread.context);
    thread.context.uc_stack.ss_sp = thread.stack.get();
    thread.context.uc_stack.ss_size = bytes;
    thread.ready = [] { return true; }, thread.done = false;
    makecontext(&thread.context, start, 0);
  }
  for (;;) {
    bool moved = false, all = true;
    int first = order == Order::mixed ? roll() % count : 0;
    for (int i = 0; i < count; ++i) {
      running = (first + i) % count;
      auto& thread = threads[running];
      all = all && thread.done;
      if (thread.done || !thread.ready()) continue;
      if (order == Order::mixed && roll() % 4 == 0) { moved = true; continue; }
      threadIdx = {unsigned(running), 0, 0}, moved = true;
      swapcontext(&scheduler, &thread.context);
      while (order == Order::early && step(false)) {}
    }
    if (all) return true;
    if (order == Order::mixed && roll() % 2) moved = step(true) || moved;
    if (!moved && !step(true)) return false;
  }
}

}  // namespace emulation

extern "C" inline CUresult cuTensorMapEncodeTiled(
    CUtensorMap* map, CUtensorMapDataType, cuuint32_t rank, void* base, cuuint64_t const* extents,
    cuuint64_t const* strides, cuuint32_t const* box, cuuint32_t const*, CUtensorMapInterleave,
    CUtensorMapSwizzle swizzle, CUtensorMapL2promotion, CUtensorMapFloatOOBfill) {
  if (rank != 2) return CUDA_ERROR_NOT_SUPPORTED;
  emulation::Map m{static_cast<char*>(base), {extents[0], extents[1]}, strides[0],
                   {box[0], box[1]}, swizzle == CU_TENSOR_MAP_SWIZZLE_128B};
  std::memcpy(map, &m, sizeof m);
  return CUDA_SUCCESS;
}

template <>
struct cute::detail::CallCOPY<cute::SM90_TMA_LOAD_OP> {
  void operator()(TmaDescriptor const* map, uint64_t* barrier, uint64_t, void* to, int column,
                  int row) const {
    emulation::Copy c{{}, barrier, cast_smem_ptr_to_uint(to), column, row};
    std::memcpy(&c.map, map, sizeof c.map);
    emulation::copies.push_back(c);
  }
};

inline void cute::detail::CallCOPY<cute::SM90_TMA_STORE>::operator()(void const* map, void const* from,
                                                                     int column, int row) const {
  emulation::Copy c{{}, nullptr, cast_smem_ptr_to_uint(from), column, row};
  std::memcpy(static_cast<void*>(&c.map), map, sizeof c.map);
  emulation::transfer(c, false), ++emulation::counts.stores;
}

template <>
struct cute::Copy_Traits<emulation::Stmatrix> : cute::Copy_Traits<cute::SM90_U32x4_STSM_N> {};
template <cute::GMMA::Major A, cute::GMMA::Major B>
struct cute::MMA_Traits<emulation::Wgmma<A, B>>
    : cute::MMA_Traits<cute::SM90_64x256x16_F32F16F16_SS<A, B>> {};

namespace cutlass::arch {
using EmulatedBarrier = emulation::Barrier;
using EmulatedNamedBarrier = emulation::NamedBarrier;
}  // namespace cutlass::arch

#define ClusterTransactionBarrier EmulatedBarrier
#define ClusterBarrier EmulatedBarrier
#define NamedBarrier EmulatedNamedBarrier
#define SM90_64x256x16_F32F16F16_SS emulation::Wgmma
#define SM90_U32x4_STSM_N emulation::Stmatrix
#define warpgroup_arrive emulation::nothing
#define warpgroup_commit_batch emulation::commit_batch
#define warpgroup_wait emulation::wait_batches
#define tma_store_arrive emulation::nothing
#define tma_store_wait emulation::nothing_to_wait_for
#define __syncthreads emulation::block_barrier

inline cute::half_t* allocate(size_t count) {
  return static_cast<cute::half_t*>(std::aligned_alloc(128, (count * 2 + 127) / 128 * 128));
}
inline void release(cute::half_t* pointer) { std::free(pointer); }

template <class... Parameters, class... Arguments>
void launch(void (*kernel)(Parameters...), dim3 grid, int threads, int shared_bytes,
            Arguments... arguments) {
  if (shared_bytes > int(sizeof(shared_memory))) std::abort();
  emulation::counts = {};
  emulation::kernel = [=] { kernel(arguments...); };
  for (unsigned x = 0; x < grid.x; ++x) {
    blockIdx = {x, 0, 0};
    std::memset(shared_memory, 0xff, sizeof(shared_memory));
    if (!emulation::run_block(threads)) {
      std::printf("block %u: deadlock\n", x);
      return;
    }
  }
  auto& c = emulation::counts;
  std::printf("%u blocks: %ld loads of %ld bytes, %ld wgmma, %ld arrivals, %ld stores\n", grid.x,
              c.loads, c.bytes, c.products, c.arrivals, c.stores);
}
