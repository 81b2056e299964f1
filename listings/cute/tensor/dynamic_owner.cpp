// A register tensor like a tile of dynamic shape: does not compile.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  float storage[32] = {};
  // begin wrong
  auto tile = make_tensor(static_cast<float*>(storage), make_shape(4, 8));
  auto fragment = make_tensor_like(tile);
  // end of wrong
  return int(size(fragment));
}
