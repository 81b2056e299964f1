// The ring of stages without a product: each thread fetches 16 bytes of a tile and adds up what
// another warp has fetched. What may go wrong in multistage.cu goes wrong here as well.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0). emulated_relay.cpp runs it.
#include "../reference.hpp"

enum class Plan { right, barrier_first, no_barrier, fetch_first, no_empty_groups };

// begin relay
template <int Stages, int Wait, Plan plan>
__global__ void relay(half_t* sums, half_t const* tiles_of_chunks, int tiles) {
  alignas(128) extern __shared__ uint128_t shared_memory[];
  auto chunks = reinterpret_cast<uint128_t const*>(tiles_of_chunks);
  auto here = make_layout(make_shape(_128{}, tiles));  // (thread, tile) -> chunk
  auto there = Layout<Shape<_128, Int<Stages>>>{};     // (thread, stage) -> chunk
  int const me = threadIdx.x, other = 127 - me;        // of another warp

  auto fetch = [&](int tile) {
    using Copy = SM80_CP_ASYNC_CACHEGLOBAL<uint128_t>;
    if (tile < tiles)
      Copy::copy(chunks[here(me, tile)], shared_memory[there(me, tile % Stages)]);
    if (tile < tiles || plan != Plan::no_empty_groups) cp_async_fence();
  };

  float sum = 0;
  CUTE_UNROLL
  for (int tile = 0; tile < Stages - 1; ++tile) fetch(tile);
  CUTE_NO_UNROLL
  for (int tile = 0; tile < tiles; ++tile) {
    if (plan == Plan::fetch_first) fetch(tile + Stages - 1);
    if (plan == Plan::barrier_first) __syncthreads();
    cp_async_wait<Wait>();
    if (plan != Plan::barrier_first && plan != Plan::no_barrier) __syncthreads();
    auto& chunk = shared_memory[there(other, tile % Stages)];
    sum += float(reinterpret_cast<half_t&>(chunk));
    if (plan != Plan::fetch_first) fetch(tile + Stages - 1);
  }
  sums[me] = half_t(sum);
}
// end relay

template __global__ void relay<4, 2, Plan::right>(half_t*, half_t const*, int);
