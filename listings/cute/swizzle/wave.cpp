// The order of output tiles as a layout of the grid, and the bytes that a wave of blocks reads:
// host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl wave.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <set>

using namespace cute;

// begin wave
constexpr int Side = 64;   // tiles of 128 along M and along N
constexpr int Wave = 132;  // blocks at a time, one for each SM
constexpr double Strip = 128.0 * 4096 * 2 / (1 << 20);  // <1>

template <class Order>
void count(char const* name, Order const& order) {
  auto place = right_inverse(order);  // <2>
  int all = 0;
  std::printf("%-20s", name);
  for (int begin = 0; begin < Side * Side; begin += Wave) {
    std::set<int> a, b;  // <3>
    for (int block = begin; block < begin + Wave && block < Side * Side; ++block) {
      a.insert(place(block) % Side);
      b.insert(place(block) / Side);
    }
    int strips = int(a.size() + b.size());
    if (begin == 0)
      std::printf("%3d + %2d%8.0f", int(a.size()), int(b.size()), strips * Strip);
    all += strips;
  }
  std::printf("%9.0f  ", all * Strip);
  print(order);
  std::printf("\n");
}
// end wave

int main() {
  std::printf("%-20s%7s%8s%9s  %s\n", "", "A + B", "MiB", "MiB, all", "layout of the grid");
  // begin orders
  count("down the columns", Layout<Shape<_64, _64>, Stride<_1, _64>>{});
  count("bands of 2 columns", Layout<Shape<_64, Shape<_2, _32>>, Stride<_2, Stride<_1, _128>>>{});
  count("bands of 4 columns", Layout<Shape<_64, Shape<_4, _16>>, Stride<_4, Stride<_1, _256>>>{});
  auto bands = Layout<Shape<_64, Shape<_8, _8>>, Stride<_8, Stride<_1, _512>>>{};
  count("bands of 8 columns", bands);
  count("bands of 16 columns", Layout<Shape<_64, Shape<_16, _4>>, Stride<_16, Stride<_1, _1024>>>{});
  // end orders

  // begin identity
  int equal = 0;  // what GemmIdentityThreadblockSwizzle computes for log_tile = 3
  for (int y = 0; y < Side / 8; ++y)
    for (int x = 0; x < Side * 8; ++x)
      equal += bands(x >> 3, (y << 3) + (x & 7)) == x + Side * 8 * y;
  std::printf("same as the shifts for %d of %d blocks\n", equal, Side * Side);
  // end identity
}
