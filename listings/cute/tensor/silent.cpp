// Three partitions that compile and are wrong, counted on the host: no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl silent.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <vector>

using namespace cute;

using Tiler = Shape<_64, _32>;
using Threads = Layout<Shape<_16, _8>, Stride<_8, _1>>;

template <class Tensor>
auto part(Tensor const& tensor, int x, int y, int thread) {
  return local_partition(local_tile(tensor, Tiler{}, make_coord(x, y)), Threads{}, thread);
}

// Counts how often each place of the 100 x 70 matrix with leading dimension 72 is written.
template <class Allowed>
void count(char const* what, int threads, Allowed const& allowed) {
  auto matrix = make_layout(make_shape(100, 70), make_stride(72, _1{}));
  auto a = make_tensor(counting_iterator<int>{0}, matrix);  // the element is its offset
  std::vector<int> writes(cosize(matrix));
  int beyond = 0;
  for (int x = 0; x < 2; ++x)
    for (int y = 0; y < 3; ++y)
      for (int thread = 0; thread < threads; ++thread) {
        auto mine = part(a, x, y, thread);
        for (int i = 0; i < size(mine); ++i)
          if (allowed(x, y, thread, i)) {
            if (mine(i) < int(writes.size())) ++writes[mine(i)];
            else ++beyond;
          }
      }
  auto seen = make_tensor(writes.data(), matrix);
  int once = 0, more = 0, all = 0;
  for (int i = 0; i < size(seen); ++i) {
    once += seen(i) == 1;
    more += seen(i) > 1;
    all += seen(i);
  }
  int padding = -all;
  for (int n : writes) padding += n;
  std::printf("%-30s%6d%6d%9d%8d\n", what, once, more, padding, beyond);
}

int main() {
  auto shape = make_shape(100, 70);
  std::printf("%-30s%6s%6s%9s%8s\n", "", "once", "more", "padding", "beyond");
  // begin variants
  count("right", 128, [&](int x, int y, int thread, int i) {
    auto c = make_identity_tensor(shape);
    return elem_less(part(c, x, y, thread)(i), shape);
  });
  count("no predicate", 128, [&](int, int, int, int) { return true; });
  count("coordinates of the tile", 128, [&](int, int, int thread, int i) {
    auto c = make_identity_tensor(Tiler{});  // forgets which tile it is
    return elem_less(local_partition(c, Threads{}, thread)(i), shape);
  });
  count("256 threads, layout for 128", 256, [&](int x, int y, int thread, int i) {
    auto c = make_identity_tensor(shape);
    return elem_less(part(c, x, y, thread)(i), shape);
  });
  // end of variants
}
