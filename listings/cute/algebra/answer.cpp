// From a row-major matrix to "element v of thread t in block (i,j)", step by step and in one expression.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl answer.cpp
#include <cute/layout.hpp>

#include <cstdio>

using namespace cute;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-8s", what);
  print(value);
  std::printf("\n");
}

int main() {
  // begin threads
  using Threads = Layout<Shape<_32, _8>, Stride<_8, _1>>;  // (row, column) -> thread
  using Values = Layout<Shape<_4, _8>, Stride<_8, _1>>;    // (row, column) -> value
  auto holder = raked_product(Threads{}, Values{});        // <1>
  auto tv = right_inverse(holder).with_shape(Shape<_256, _32>{});  // <2>
  // end threads
  show("holder", holder);
  show("TV", tv);

  // begin answer
  using Matrix = Layout<Shape<_1024, _512>, Stride<_512, _1>>;
  auto tiles = zipped_divide(Matrix{}, Shape<_128, _64>{});  // <1>
  auto element = composition(tiles, make_tile(tv, _));       // <2>
  int there = element(make_coord(make_coord(77, 19), make_coord(3, 5)));
  // end answer
  show("tiles", tiles);
  show("element", element);
  std::printf("block (3,5), thread 77, value 19: offset %d = row %d, column %d\n", there,
              there / 512, there % 512);

  // begin dynamic
  int rows = 1024, columns = 512;
  auto matrix = make_layout(make_shape(rows, columns), make_stride(columns, _1{}));
  auto dynamic = composition(zipped_divide(matrix, Shape<_128, _64>{}), make_tile(tv, _));
  // end dynamic
  show("dynamic", dynamic);

  // begin check
  int wrong = 0;
  for (int j = 0; j < 8; ++j)
    for (int i = 0; i < 8; ++i)
      for (int v = 0; v < 32; ++v)
        for (int t = 0; t < 256; ++t) {
          int row = 128 * i + 4 * (t / 8) + v / 8;
          int column = 64 * j + 8 * (t % 8) + v % 8;
          auto where = make_coord(make_coord(t, v), make_coord(i, j));
          wrong += element(where) != 512 * row + column;
          wrong += dynamic(where) != 512 * row + column;
        }
  // end check
  std::printf("%d elements in two ways, %d wrong\n", int(size(element)), wrong);
}
