// What a tensor holds, what it costs, and what a copy of it copies: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl ownership.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <vector>

using namespace cute;

template <class Tensor>
void show(char const* what, Tensor const& tensor) {
  std::printf("%-21s%3zu bytes  ", what, sizeof(tensor));
  print(tensor.layout());
  std::printf("\n");
}

void sizes() {
  // begin sizes
  std::vector<float> storage(7198);
  auto matrix = make_layout(make_shape(100, 70), make_stride(72, _1{}));

  auto fragment = make_tensor<float>(Shape<_4, _4>{});  // <1>
  auto packed = make_tensor(storage.data(), Shape<_4, _4>{});  // <2>
  auto a = make_tensor(make_gmem_ptr(storage.data()), matrix);
  auto tile = local_tile(a, Shape<_64, _32>{}, make_coord(1, 2));
  auto c = make_identity_tensor(shape(a));
  auto c_tile = local_tile(c, Shape<_64, _32>{}, make_coord(1, 2));
  // end of sizes
  show("owning, 4 x 4", fragment);
  show("view, static layout", packed);
  show("view, 100 x 70", a);
  show("one tile of it", tile);
  show("identity, 100 x 70", c);
  show("one tile of it", c_tile);
}

// begin copies
template <class Tensor>
void zero_by_value(Tensor tensor) { clear(tensor); }

template <class Tensor>
void zero_by_reference(Tensor& tensor) { clear(tensor); }

void copies() {
  auto fragment = make_tensor<float>(Shape<_4, _4>{});
  fill(fragment, 1.0f);
  auto same = fragment;         // sixteen numbers are copied
  auto column = fragment(_, 0);  // a view: a pointer into the fragment
  fill(column, 2.0f);
  std::printf("fragment(0,0) = %.0f, same(0,0) = %.0f\n", fragment(0, 0), same(0, 0));
  zero_by_value(fragment);
  std::printf("after zero_by_value(fragment): %.0f\n", fragment(0, 0));
  zero_by_value(column);
  std::printf("after zero_by_value(column):   %.0f\n", fragment(0, 0));
  zero_by_reference(same);
  std::printf("after zero_by_reference(same): %.0f\n", same(0, 0));
}
// end of copies

void likes() {
  // begin likes
  std::vector<float> storage(1024);
  auto view = make_tensor(storage.data(), Shape<_4, Shape<_2, _3>>{},
                          Stride<_96, Stride<_1, _16>>{});
  show("view", view);
  show("make_tensor_like", make_tensor_like(view));
  show("make_fragment_like", make_fragment_like(view));
  show("... of bool", make_fragment_like<bool>(view));
  auto broadcast = make_tensor(storage.data(), Shape<_4, _4>{}, Stride<_1, _0>{});
  show("broadcast", broadcast);
  show("make_tensor_like", make_tensor_like(broadcast));
  show("make_fragment_like", make_fragment_like(broadcast));
  // end of likes
}

int main() {
  sizes();
  std::printf("\n");
  copies();
  std::printf("\n");
  likes();
}
