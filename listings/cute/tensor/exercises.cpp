// The answers to the exercises of the part on tensors: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl exercises.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <vector>

using namespace cute;

using Tiler = Shape<_64, _32>;
using Rows = Layout<Shape<_16, _8>, Stride<_8, _1>>;
using Columns = Layout<Shape<_16, _8>>;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-34s", what);
  print(value);
  std::printf("\n");
}

template <class Shape, class Threads>
int inside(Shape const& shape, int x, int y, Threads const& threads, int thread) {
  auto c = make_identity_tensor(shape);
  auto mine = local_partition(local_tile(c, Tiler{}, make_coord(x, y)), threads, thread);
  int found = 0;
  for (int i = 0; i < size(mine); ++i) found += elem_less(mine(i), shape);
  return found;
}

void column_major_threads() {
  auto c = make_identity_tensor(make_shape(100, 70));
  auto tile = local_tile(c, Tiler{}, make_coord(1, 2));
  show("thread 37, column-major threads", local_partition(tile, Columns{}, 37));
  std::printf("%-34s%d\n", "inside", inside(make_shape(100, 70), 1, 2, Columns{}, 37));
}

void idle_threads() {
  int idle = 0, full = 0;
  for (int thread = 0; thread < 128; ++thread) {
    int n = inside(make_shape(100, 70), 1, 2, Rows{}, thread);
    idle += n == 0;
    full += n == 16;
  }
  std::printf("%-34s%d, with all sixteen: %d\n", "threads without an element", idle, full);
}

void three_modes() {
  auto tensor = make_tensor(counting_iterator<int>{0}, make_layout(make_shape(100, 70, 5)));
  show("tile of a batch", local_tile(tensor, Tiler{}, make_coord(1, 2)).layout());
  show("first of (_,2)", local_tile(tensor, Tiler{}, make_coord(_, 2))(0, 0, 0, 0));
  show("its layout", local_tile(tensor, Tiler{}, make_coord(_, 2)).layout());
}

void rows_only() {
  auto c = make_identity_tensor(make_shape(100, 70));
  auto mine = local_partition(local_tile(c, Tiler{}, make_coord(1, 1)), Rows{}, 37);
  auto predicate = make_tensor<bool>(Shape<_4, _4>{}, Stride<_1, _0>{});
  for (int i = 0; i < size<0>(predicate); ++i) predicate(i, 0) = get<0>(mine(i, 0)) < 100;
  std::printf("%-34s%zu bytes, ", "predicate of rows", sizeof(predicate));
  int set = 0;
  for (int i = 0; i < size(predicate); ++i) set += predicate(i);
  std::printf("%d of %d set\n", set, int(size(predicate)));
}

void likeness() {
  std::vector<float> storage(512);
  auto view = make_tensor(storage.data(), Shape<_4, Shape<_2, _3>>{},
                          Stride<_96, Stride<_1, _16>>{});
  show("max_common_vector, like", max_common_vector(view, make_tensor_like(view)));
  show("max_common_vector, fragment_like", max_common_vector(view, make_fragment_like(view)));
}

int main() {
  column_major_threads();
  idle_threads();
  three_modes();
  rows_only();
  likeness();
}
