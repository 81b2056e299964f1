// What thread 37 of a warpgroup holds of a 64 x 16 accumulator, as CuTe says it: host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl partition.cpp
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

int main() {
  // begin partition
  auto mma = make_tiled_mma(
      SM90_64x16x16_F32F16F16_SS<GMMA::Major::K, GMMA::Major::K>{});
  auto c = make_tensor(counting_iterator<int>{0},
                       make_layout(Shape<_64, _16>{}, LayoutRight{}));  // <1>
  auto mine = mma.get_slice(37).partition_C(c);  // <2>
  print(mine.layout());
  std::printf("\n");
  for (int i = 0; i < size(mine); ++i) {
    int place = mine(i);
    std::printf("register %d: row %d, column %d\n", i, place / 16, place % 16);
  }
  // end partition
}
