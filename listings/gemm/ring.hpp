// Where a producer or a consumer stands in a ring of stages. The kernel in hopper.cu and the program
// in ring.cpp, which tries every order of events, use this one class.
#pragma once

#ifdef __CUDACC__
#define RING_BOTH __host__ __device__
#else
#define RING_BOTH
#endif

// begin ring
template <int Stages>
struct Ring {
  int stage = 0;
  unsigned parity;  // of the phase whose end is awaited  // <1>

  RING_BOTH constexpr explicit Ring(unsigned first) : parity(first) {}

  RING_BOTH constexpr void advance() {
    if (++stage == Stages) {
      stage = 0;
      parity ^= 1;  // <2>
    }
  }
};

// A barrier is made in phase 0; the phase before, of parity 1, counts as completed.
constexpr unsigned producer_starts_with = 1;  // <3>
constexpr unsigned consumer_starts_with = 0;
// end ring
