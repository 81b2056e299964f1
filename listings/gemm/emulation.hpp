// Runs a kernel of the ladder on the host, thread for thread. Include it before the .cu file; compile with
// -fno-strict-aliasing. Three instructions that no CPU has follow the tables of the PTX ISA: mma.m16n8k16,
// ldmatrix.x4, and cp.async with its groups.
//
// A thread is a coroutine. One warp runs as far as it can before the next one starts, upwards in even
// blocks and downwards in odd ones: what lacks a barrier meets data that are not yet, or no longer, there.
// Shared memory starts as NaN, and so does the destination of a cp.async until its group was waited for.
#pragma once

#include <cuda_runtime_api.h>

#undef __global__
#undef __shared__
#undef __launch_bounds__
#define __global__
#define __shared__
#define __launch_bounds__(...)

#include <cute/tensor.hpp>

#include <ucontext.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <vector>

inline uint3 threadIdx, blockIdx;
alignas(128) inline cute::uint128_t shared_memory[227 * 1024 / 16];

namespace emulation {

using cute::half_t, cute::uint128_t;

// What a test may break: leave out the barriers whose number is `first` modulo `period`, or wait for `late`
// groups too few.
inline struct Faults { int period = 0, first = 0, late = 0; } faults;

// Totals: instructions of warps, copies of threads. Eight addresses of an ldmatrix make a phase; it takes as
// many passes as its fullest group of four banks has different rows of 16 bytes.
inline struct Counts { long blocks, mma, ldmatrix, phases, passes, copies, barriers; } counts;

enum class State { ready, in_warp, at_barrier, done };
struct Pending { void* to; void const* from; };
struct Thread {
  State state;
  ucontext_t context;
  std::unique_ptr<char[]> stack;
  std::vector<Pending> open;                // issued, not yet in a group
  std::deque<std::vector<Pending>> groups;  // committed, not yet waited for
  std::vector<void*> registers;             // what this thread brings to an instruction of its warp
  int barriers;
};

inline std::vector<Thread> threads;
inline int running;
inline ucontext_t scheduler;
inline std::function<void()> kernel;

inline Thread& self() { return threads[running]; }
inline Thread& lane(int i) { return threads[running / 32 * 32 + i]; }

inline void pause(State state) { self().state = state, swapcontext(&self().context, &scheduler); }

inline void stop(char const* reason) { std::printf("emulation stopped: %s\n", reason), std::exit(1); }

// Wait for the 32 threads of the warp; the last to come does the work of all.
template <class Work>
void with_warp(std::vector<void*> registers, Work work) {
  self().registers = std::move(registers);
  int here = 1;
  for (int i = 0; i < 32; ++i) here += lane(i).state == State::in_warp;
  if (here < 32) return pause(State::in_warp);
  work();
  for (int i = 0; i < 32; ++i) lane(i).state = State::ready;
}

template <class T>  // the first of what a thread brought
T& brought(int from, int number) { return *static_cast<T*>(lane(from).registers[number]); }

inline float half_of(uint32_t word, int i) { return float(half_t::bitcast(uint16_t(word >> 16 * i))); }

struct Mma : cute::SM80_16x8x16_F32F16F16F32_TN {
  static void fma(float& d0, float& d1, float& d2, float& d3, uint32_t const& a0, uint32_t const& a1,
                  uint32_t const& a2, uint32_t const& a3, uint32_t const& b0, uint32_t const& b1,
                  float const& c0, float const& c1, float const& c2, float const& c3) {
    uint32_t a[4] = {a0, a1, a2, a3}, b[2] = {b0, b1};
    float c[4] = {c0, c1, c2, c3};
    float* d[4] = {&d0, &d1, &d2, &d3};
    with_warp({a, b, c, d}, [] {
      // begin mma
      float A[16][16], B[16][8];
      for (int t = 0; t < 32; ++t) {
        int group = t / 4, pair = t % 4 * 2;
        for (int i = 0; i < 8; ++i) {
          int row = group + (i / 2 % 2 ? 8 : 0), column = pair + i % 2 + (i < 4 ? 0 : 8);
          A[row][column] = half_of((&brought<uint32_t>(t, 0))[i / 2], i % 2);
        }
        for (int i = 0; i < 4; ++i) {
          int row = pair + i % 2 + (i < 2 ? 0 : 8);
          B[row][group] = half_of((&brought<uint32_t>(t, 1))[i / 2], i % 2);
        }
      }
      for (int t = 0; t < 32; ++t) {
        for (int i = 0; i < 4; ++i) {
          int row = t / 4 + (i < 2 ? 0 : 8), column = t % 4 * 2 + i % 2;
          float sum = (&brought<float>(t, 2))[i];
          for (int k = 0; k < 16; ++k) sum += A[row][k] * B[k][column];
          *(&brought<float*>(t, 3))[i] = sum;
        }
      }
      // end mma
      ++counts.mma;
    });
  }
};

struct Ldmatrix : cute::SM75_U32x4_LDSM_N {
  static void copy(uint128_t const& row, uint32_t& d0, uint32_t& d1, uint32_t& d2, uint32_t& d3) {
    uint32_t* d[4] = {&d0, &d1, &d2, &d3};
    with_warp({const_cast<uint128_t*>(&row), d}, [] {
      // begin ldmatrix
      for (int matrix = 0; matrix < 4; ++matrix) {
        std::set<uintptr_t> rows[8];
        for (int t = 0; t < 32; ++t) {  // row t / 4 is where thread 8 * matrix + t / 4 points
          uint32_t* row = &brought<uint32_t>(8 * matrix + t / 4, 0);
          *(&brought<uint32_t*>(t, 1))[matrix] = row[t % 4];
          rows[reinterpret_cast<uintptr_t>(row) / 16 % 8].insert(reinterpret_cast<uintptr_t>(row));
        }
        auto less = [](auto& one, auto& other) { return one.size() < other.size(); };
        ++counts.phases, counts.passes += std::max_element(rows, rows + 8, less)->size();
      }
      // end ldmatrix
      ++counts.ldmatrix;
    });
  }
};

template <class S, class D = S>
struct CpAsync {
  using SRegisters = S[1];
  using DRegisters = D[1];
  static void copy(S const& from, D& to) {
    static_assert(sizeof(S) == 16 && sizeof(D) == 16);
    std::memset(static_cast<void*>(&to), 0xff, 16);
    self().open.push_back({&to, &from});
    ++counts.copies;
  }
};

inline void arrive(std::vector<Pending> const& group) {
  for (auto [to, from] : group) std::memcpy(to, from, 16);
}
inline void commit_group() { self().groups.push_back(std::move(self().open)), self().open.clear(); }

template <int N>
void wait_group() {
  auto& mine = self();
  while (int(mine.groups.size()) > N + faults.late) arrive(mine.groups.front()), mine.groups.pop_front();
  if (N == 0 && !faults.late) arrive(mine.open), mine.open.clear();  // CuTe emits cp.async.wait_all
}

inline void barrier() {
  int number = self().barriers++;
  if (faults.period && number % faults.period == faults.first) return;
  ++counts.barriers;
  pause(State::at_barrier);
}

inline void start() { kernel(), pause(State::done); }
inline void run_block(int count, bool upwards) {
  threads.clear(), threads.resize(count);
  for (auto& thread : threads) {
    constexpr size_t bytes = 512 * 1024;
    thread.stack = std::make_unique<char[]>(bytes);
    getcontext(&thread.context);
    thread.context.uc_stack.ss_sp = thread.stack.get();
    thread.context.uc_stack.ss_size = bytes;
    thread.state = State::ready, thread.barriers = 0;
    makecontext(&thread.context, start, 0);
  }
  auto number = [](State state) {
    return std::count_if(threads.begin(), threads.end(), [&](auto& one) { return one.state == state; });
  };
  while (number(State::done) < count) {
    for (int warp = 0; warp < count / 32; ++warp) {
      int first = (upwards ? warp : count / 32 - 1 - warp) * 32;
      for (bool moved = true; moved;) {
        moved = false;
        for (running = first; running < first + 32; ++running) {
          if (self().state != State::ready) continue;
          threadIdx = {unsigned(running), 0, 0}, moved = true;
          swapcontext(&scheduler, &self().context);
        }
      }
    }
    if (number(State::in_warp)) stop("an instruction that not all threads of a warp reach");
    if (number(State::at_barrier) % count) stop("a barrier that not all threads of the block reach");
    for (auto& thread : threads)
      if (thread.state == State::at_barrier) thread.state = State::ready;
  }
}

}  // namespace emulation

template <class S, class D>
struct cute::Copy_Traits<emulation::CpAsync<S, D>>
    : cute::Copy_Traits<cute::SM80_CP_ASYNC_CACHEGLOBAL<S, D>> {};
template <>
struct cute::Copy_Traits<emulation::Ldmatrix> : cute::Copy_Traits<cute::SM75_U32x4_LDSM_N> {};
template <>
struct cute::MMA_Traits<emulation::Mma> : cute::MMA_Traits<cute::SM80_16x8x16_F32F16F16F32_TN> {};

#define SM80_16x8x16_F32F16F16F32_TN emulation::Mma
#define SM75_U32x4_LDSM_N emulation::Ldmatrix
#define SM80_CP_ASYNC_CACHEGLOBAL emulation::CpAsync
#define cp_async_fence emulation::commit_group
#define cp_async_wait emulation::wait_group
#define __syncthreads emulation::barrier

inline auto allocate(size_t count) { return (cute::half_t*)std::aligned_alloc(128, (count * 2 + 127) / 128 * 128); }
inline void release(cute::half_t* pointer) { std::free(pointer); }

template <class... Parameters, class... Arguments>
void launch(void (*kernel)(Parameters...), dim3 grid, int threads, int shared_bytes, Arguments... arguments) {
  constexpr int most = sizeof(shared_memory);
  if (shared_bytes > most) emulation::stop("more shared memory than a block can have");
  emulation::counts = {};
  emulation::kernel = [=] { kernel(arguments...); };
  for (unsigned y = 0; y < grid.y; ++y) {
    for (unsigned x = 0; x < grid.x; ++x) {
      blockIdx = {x, y, 0};
      auto bytes = reinterpret_cast<unsigned char*>(shared_memory);
      std::fill(bytes, bytes + most, 0xff);
      emulation::run_block(threads, emulation::counts.blocks++ % 2 == 0);
      if (std::count(bytes + shared_bytes, bytes + most, 0xff) != most - shared_bytes)
        emulation::stop("a store beyond the shared memory of the launch");
    }
  }
  auto& c = emulation::counts;
  std::printf("%ld blocks of %d threads: %ld mma, ", c.blocks, threads, c.mma);
  std::printf("%ld ldmatrix (%ld phases, %ld passes), ", c.ldmatrix, c.phases, c.passes);
  std::printf("%ld cp.async, %ld barriers\n", c.copies, c.barriers / threads);
}
