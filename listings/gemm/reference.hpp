// What every step of the ladder is checked with: inputs, a product on the host, a comparison.
//
// D = A * transpose(B): A is m x k, B is n x k, D is m x n, all row-major and in half precision,
// sums in float. Each input is an integer from -3 to 3. Products, and sums up to 2^24, are exact in
// float, so the order of a sum does not matter, and D agrees with the reference to the last bit.
#pragma once

#include <cute/tensor.hpp>

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <vector>

using namespace cute;

#ifdef __CUDACC__  // A GPU; emulation.hpp has the same three functions for the host.
inline void checked(cudaError_t error) {
  if (error == cudaSuccess) return;
  std::fprintf(stderr, "CUDA: %s\n", cudaGetErrorString(error));
  std::exit(2);
}

inline half_t* allocate(size_t count) {
  half_t* pointer = nullptr;
  checked(cudaMallocManaged(&pointer, count * sizeof(half_t)));
  return pointer;
}

inline void release(half_t* pointer) { checked(cudaFree(pointer)); }

template <class... Parameters, class... Arguments>
void launch(void (*kernel)(Parameters...), dim3 grid, int threads, int shared_bytes,
            Arguments... arguments) {
  checked(cudaFuncSetAttribute(kernel, cudaFuncAttributeMaxDynamicSharedMemorySize,
                               shared_bytes));
  kernel<<<grid, threads, shared_bytes>>>(arguments...);
  checked(cudaGetLastError());
  checked(cudaDeviceSynchronize());
}
#endif

struct Size {
  int m = 256, n = 384, k = 320;
};

// An integer from -3 to 3 that depends on all bits of its place: an error in an index shows.
inline float filled(unsigned seed, unsigned place) {
  unsigned x = (place + 1) * 2654435761u ^ seed * 40503u;
  x = (x ^ x >> 15) * 2246822519u;
  x = (x ^ x >> 13) * 3266489917u;
  return int((x ^ x >> 16) % 7) - 3;
}

// Fill, run, compare; return 0 where all elements agree. `run(d, a, b)` launches the kernel.
template <class BlockTile, class Run>
int compare(char const* name, Size const& size, BlockTile, Run&& run) {
  auto [m, n, k] = size;
  int const tm = get<0>(BlockTile{}), tn = get<1>(BlockTile{}), tk = get<2>(BlockTile{});
  if (m % tm || n % tn || k % tk) {
    std::fprintf(stderr, "%s: %d x %d x %d is no multiple of %d x %d x %d\n", name, m, n, k,
                 tm, tn, tk);
    return 2;
  }
  half_t* a = allocate(size_t(m) * k);
  half_t* b = allocate(size_t(n) * k);
  half_t* d = allocate(size_t(m) * n);
  std::vector<float> a32(size_t(m) * k), b32(size_t(n) * k);
  for (size_t i = 0; i < a32.size(); ++i) a[i] = half_t(a32[i] = filled(1, i));
  for (size_t i = 0; i < b32.size(); ++i) b[i] = half_t(b32[i] = filled(2, i));
  for (size_t i = 0; i < size_t(m) * n; ++i) d[i] = half_t(NAN);

  run(d, static_cast<half_t const*>(a), static_cast<half_t const*>(b));

  int wrong = 0, undefined = 0;
  float error = 0;
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < n; ++j) {
      float sum = 0;
      for (int l = 0; l < k; ++l) sum += a32[size_t(i) * k + l] * b32[size_t(j) * k + l];
      float got = float(d[size_t(i) * n + j]);
      float off = std::fabs(got - float(half_t(sum)));
      wrong += !(off == 0);
      undefined += std::isnan(got);
      if (off > error) error = off;
    }
  }
  release(a), release(b), release(d);
  std::printf("%s, %d x %d x %d: max error %g, %d of %d wrong (%d NaN): %s\n", name, m, n, k,
              error, wrong, m * n, undefined, wrong ? "MISMATCH" : "OK");
  return wrong != 0;
}
