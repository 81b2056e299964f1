// How many aligned segments of global memory the warps of a TiledCopy ask for. Host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl coalescing.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <set>

using namespace cute;

// begin count
// 128 x 64 halves of a row-major matrix, leading dimension 4096, each its own offset.
auto tile = make_tensor(counting_iterator<int>{0},
                        Layout<Shape<_128, _64>, Stride<Int<4096>, _1>>{});

template <class Copy>
void count(char const* what, Copy const& copy) {
  int instructions = 0, sectors = 0, lines = 0;
  for (int warp = 0; warp < size(copy) / 32; ++warp) {
    auto rest = group_modes<1, 3>(copy.get_slice(0).partition_S(tile));
    for (int i = 0; i < size<1>(rest); ++i) {
      std::set<int> sector, line;
      for (int lane = 0; lane < 32; ++lane) {
        auto thread = copy.get_slice(32 * warp + lane);
        auto mine = group_modes<1, 3>(thread.partition_S(tile));
        for (int v = 0; v < size<0>(mine); ++v) {
          sector.insert(mine(v, i) * 2 / 32);  // <1>
          line.insert(mine(v, i) * 2 / 128);
        }
      }
      ++instructions;
      sectors += sector.size();
      lines += line.size();
    }
  }
  std::printf("%-29s%8d%12.1f%12.1f%11.2f %%\n", what, instructions,
              double(sectors) / instructions, double(lines) / instructions,
              100. * 2 * size(tile) / (32 * sectors));
}
// end count

int main() {
  std::printf("%-29s%8s%12s%12s%13s\n", "threads, bytes each", "loads", "32 B", "128 B", "used");
  // begin copies
  using Wide = Copy_Atom<UniversalCopy<uint128_t>, half_t>;
  using Narrow = Copy_Atom<UniversalCopy<half_t>, half_t>;
  using Eight = Layout<Shape<_1, _8>>;
  count("(16,8):(8,1), 16", make_tiled_copy(Wide{}, Layout<Shape<_16, _8>, Stride<_8, _1>>{}, Eight{}));
  count("(32,4):(4,1), 16", make_tiled_copy(Wide{}, Layout<Shape<_32, _4>, Stride<_4, _1>>{}, Eight{}));
  count("(16,8):(1,16), 16", make_tiled_copy(Wide{}, Layout<Shape<_16, _8>>{}, Eight{}));
  count("(128,1):(1,0), 16", make_tiled_copy(Wide{}, Layout<Shape<_128, _1>>{}, Eight{}));
  count("(2,64):(64,1), 2", make_tiled_copy(Narrow{}, Layout<Shape<_2, _64>, Stride<_64, _1>>{}));
  count("(128,1):(1,0), 2", make_tiled_copy(Narrow{}, Layout<Shape<_128, _1>>{}));
  // end copies
}
