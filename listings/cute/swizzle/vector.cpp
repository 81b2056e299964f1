// A swizzle that cuts through a vector of 16 bytes, read as whole vectors: host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl vector.cpp
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

alignas(1024) static uint16_t storage[512];

// begin vector
template <int B, int M, int S>
void read() {
  auto layout = composition(Swizzle<B, M, S>{}, Layout<Shape<_8, _64>, Stride<_64, _1>>{});
  auto tile = make_tensor(&storage[0], layout);
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 64; ++j) tile(i, j) = uint16_t(64 * i + j);  // element by element
  auto vectors = recast<uint128_t>(tile);                          // <1>
  int wrong = 0;
  for (int i = 0; i < 8; ++i)
    for (int j = 0; j < 8; ++j) {
      auto eight = reinterpret_cast<uint16_t const*>(&vectors(i, j));
      for (int k = 0; k < 8; ++k) wrong += eight[k] != 64 * i + 8 * j + k;
    }
  print(layout);
  std::printf("  as vectors  ");
  print(vectors.layout());
  std::printf(": %d of 512 wrong\n", wrong);
}
// end vector

int main() {
  read<3, 3, 3>();
  read<3, 2, 3>();
}
