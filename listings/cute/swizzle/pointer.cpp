// The two homes of a swizzle, the layout and the pointer, and what happens when they disagree:
// host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -DNDEBUG -I cutlass/include -I cuda/include -I cuda/include/cccl pointer.cpp
#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

#include <cstdint>
#include <cstdio>

using namespace cute;

alignas(1024) static half_t storage[4096];

// begin homes
using Atom = GMMA::Layout_K_SW128_Atom<half_t>;  // <1>

// Writes 8 x 64 numbers through the pointer that swizzles, reads them through the layout that does.
void compare(int start) {
  for (auto& place : storage) place = half_t(-1);
  auto by_pointer = make_tensor(make_smem_ptr(storage + start), Atom{});             // <2>
  auto by_layout = as_position_independent_swizzle_tensor(by_pointer);               // <3>
  for (int i = 0; i < size(by_pointer); ++i) by_pointer(i) = half_t(i);
  int wrong = 0, before = 0, behind = 0;
  for (int i = 0; i < size(by_layout); ++i) wrong += by_layout(i) != half_t(i);
  for (int i = 0; i < start; ++i) before += storage[i] != half_t(-1);
  for (int i = start + 512; i < 4096; ++i) behind += storage[i] != half_t(-1);
  std::printf("start at byte %4d: %3d of 512 differ; written %d before, %d behind\n",
              2 * start, wrong, before, behind);
}
// end homes

int main() {
  // begin ask
  auto at = make_smem_ptr(storage);
  auto by_pointer = make_tensor(at, Atom{});
  auto by_layout = as_position_independent_swizzle_tensor(by_pointer);
  std::printf("atom                  "), print(Atom{});
  std::printf("\nlayout of by_pointer  "), print(by_pointer.layout());
  std::printf("\nlayout of by_layout   "), print(by_layout.layout());
  std::printf("\nget_swizzle_t         "), print(get_swizzle_t<decltype(by_pointer)>{});
  std::printf("  "), print(get_swizzle_t<decltype(by_layout)>{});
  std::printf("\nget_swizzle_portion   "), print(get_swizzle_portion(by_pointer.layout()));
  std::printf("  "), print(get_swizzle_portion(by_layout.layout()));
  std::printf("\n");
  // end ask
  // begin starts
  compare(0);
  compare(512);  // the next 1024 bytes
  compare(64);   // one line of 128 bytes further
  compare(72);   // and one vector of 16 bytes
  // end starts
}
