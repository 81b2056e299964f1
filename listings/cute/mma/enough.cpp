// The same with a tile of 32 in N, plain and permuted, and with one of 32 in K: where the four
// matrices of B begin that one ldmatrix gets, for two warps.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl enough.cpp
#include <cute/tensor.hpp>

#include <cute/atom/copy_atom.hpp>
#include <cute/atom/mma_atom.hpp>

#include <cstdio>

using namespace cute;

// begin addresses
template <class Tile>
void rows(char const* name, Tile tile) {
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2, _1>>{}, tile);
  auto copy_B = make_tiled_copy_B(Copy_Atom<SM75_U32x4_LDSM_N, half_t>{}, mma);  // <1>
  auto nk = make_identity_tensor(Shape<_32, _32>{});
  std::printf("%s\n", name);
  for (int warp : {0, 2}) {
    std::printf("  warp %d reads from (n,k)", warp);
    for (int lane = 0; lane < 32; lane += 8) {
      auto source = copy_B.get_slice(32 * warp + lane).partition_S(nk);
      std::printf(" (%2d,%d)", int(get<0>(source(0))), int(get<1>(source(0))));
    }
    std::printf("\n");
  }
}
// end addresses

int main() {
  rows("Tile<_32, _32, _16>", Tile<_32, _32, _16>{});
  rows("Tile<_32, Layout<Shape<_8, _2, _2>, Stride<_1, _16, _8>>, _16>",
       Tile<_32, Layout<Shape<_8, _2, _2>, Stride<_1, _16, _8>>, _16>{});
  rows("Tile<_32, _16, _32>", Tile<_32, _16, _32>{});
}
