// Who touches what of a 100 x 70 matrix, and which of it lies outside: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl tiles.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <vector>

using namespace cute;

// begin partition
using Tiler = Shape<_64, _32>;                             // one block
using Threads = Layout<Shape<_16, _8>, Stride<_8, _1>>;    // 128 threads, row-major

template <class Tensor>
auto part(Tensor const& tensor, int block_x, int block_y, int thread) {
  auto tile = local_tile(tensor, Tiler{}, make_coord(block_x, block_y));  // <1>
  return local_partition(tile, Threads{}, thread);                        // <2>
}
// end of partition

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-24s", what);
  print(value);
  std::printf("\n");
}

void one_thread() {
  // begin thread
  auto matrix = make_layout(make_shape(100, 70), make_stride(72, _1{}));
  std::vector<float> storage(cosize(matrix));
  auto a = make_tensor(storage.data(), matrix);
  auto c = make_identity_tensor(shape(a));  // <1>

  auto mine = part(a, 1, 2, 37);
  auto where = part(c, 1, 2, 37);  // <2>
  show("layout of mine", mine.layout());
  show("where", where);
  std::printf("mine starts at offset   %d\n", int(mine.data() - a.data()));
  for (int i = 0; i < size(mine); ++i) {
    std::printf(i % 4 == 0 ? "\n" : "  ");
    print(where(i));
    std::printf(elem_less(where(i), shape(a)) ? "*" : " ");  // <3>
  }
  // end of thread
  std::printf("\n\n");
}

void whole_grid() {
  auto matrix = make_layout(make_shape(100, 70), make_stride(72, _1{}));
  // begin grid
  std::vector<int> touched(cosize(matrix));
  auto a = make_tensor(touched.data(), matrix);
  auto c = make_identity_tensor(shape(a));
  auto grid = ceil_div(shape(a), Tiler{});
  int outside = 0, agree = 0;
  for (int x = 0; x < get<0>(grid); ++x)
    for (int y = 0; y < get<1>(grid); ++y)
      for (int thread = 0; thread < size(Threads{}); ++thread) {
        auto mine = part(a, x, y, thread);
        auto where = part(c, x, y, thread);
        for (int i = 0; i < size(mine); ++i)
          if (elem_less(where(i), shape(a))) {
            mine(i) += 1;
            agree += &mine(i) == &a(where(i));  // <1>
          } else {
            ++outside;
          }
      }
  // end of grid
  int once = 0, other = 0;
  for (int i = 0; i < size(a); ++i) (a(i) == 1 ? once : other) += 1;
  int padding = 0;
  for (int n : touched) padding += n;
  padding -= once;
  show("grid", grid);
  std::printf("touched exactly once    %d of %d\n", once, int(size(a)));
  std::printf("touched otherwise       %d, padding %d\n", other, padding);
  std::printf("masked                  %d\n", outside);
  std::printf("a(where(i)) is mine(i)  %d\n", agree);
}

int main() {
  one_thread();
  whole_grid();
}
