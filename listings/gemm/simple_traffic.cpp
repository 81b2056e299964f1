// What one block asks of global memory for 128 x 128 x 64, in steps 1 to 3: counted from the partitions.
#include <cute/tensor.hpp>

#include <cstdio>
#include <functional>
#include <map>
#include <set>
#include <vector>

using namespace cute;

// The offset in A or B of the first element that thread t reads by its instruction i.
using Where = std::function<int(int t, int i)>;

struct Traffic {
  long instructions = 0, sectors = 0, bytes = 0, most = 0;
};

// Each instruction of a warp touches so many aligned sectors of 32 bytes; `most` is how often one element is read.
Traffic count(int threads, int instructions, int elements, Where const& where) {
  Traffic all;
  std::map<int, int> read;
  for (int warp = 0; warp < threads / 32; ++warp) {
    for (int i = 0; i < instructions; ++i) {
      std::set<int> sectors;
      for (int lane = 0; lane < 32; ++lane) {
        int first = where(warp * 32 + lane, i);
        sectors.insert(first * 2 / 32);
        for (int e = 0; e < elements; ++e) all.most = std::max<long>(all.most, ++read[first + e]);
      }
      ++all.instructions, all.sectors += sectors.size(), all.bytes += 32 * elements * 2;
    }
  }
  return all;
}

int main() {
  int const k = 320;  // leading dimension; the block's part is the first 128 rows and 64 columns
  auto tile = make_tensor(counting_iterator<int>{0}, make_layout(Shape<_128, _64>{}, make_stride(k, _1{})));
  double const flop = 2.0 * 128 * 128 * 64;

  auto report = [&](char const* name, Traffic const& a, Traffic const& b) {
    long bytes = a.bytes + b.bytes;
    std::printf("%-14s %5ld  %3ld  %3ld  %9ld  %6ld  %9.0f\n", name, a.instructions + b.instructions, a.most,
                b.most, bytes, a.sectors + b.sectors, flop / bytes);
  };
  std::printf("               warp   reads of an   bytes to  sectors  flop per\n");
  std::printf("               loads    A    B      registers          byte\n");

  using Threads = Layout<Shape<_16, _16>, Stride<_16, _1>>;
  auto naive = [&](auto step) {
    return count(256, 8 * 64, 1, [&](int t, int i) { return int(local_partition(tile, Threads{}, t, step)(i)); });
  };
  report("naive", naive(Step<_1, X>{}), naive(Step<X, _1>{}));

  // Two neighbours an instruction: every second value of the partition.
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
  auto a = count(128, 64, 2, [&](int t, int i) { return int(mma.get_slice(t).partition_A(tile)(2 * i)); });
  auto b = count(128, 64, 2, [&](int t, int i) { return int(mma.get_slice(t).partition_B(tile)(2 * i)); });
  report("tensor cores", a, b);

  auto load = make_tiled_copy(Copy_Atom<UniversalCopy<uint128_t>, half_t>{},
                              Layout<Shape<_16, _8>, Stride<_8, _1>>{}, Layout<Shape<_1, _8>>{});
  auto wide = count(128, 8, 8, [&](int t, int i) { return int(load.get_slice(t).partition_S(tile)(8 * i)); });
  report("shared memory", wide, wide);
}
