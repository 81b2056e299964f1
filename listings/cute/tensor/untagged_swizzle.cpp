// A layout of shared memory on a pointer without a tag: does not compile.
#include <cute/tensor.hpp>
#include <cute/atom/mma_traits_sm90_gmma.hpp>

using namespace cute;

int main() {
  static half_t storage[64 * 64];
  // begin wrong
  auto swizzled = tile_to_shape(GMMA::Layout_K_SW128_Atom<half_t>{}, Shape<_64, _64>{});
  auto tile = make_tensor(static_cast<half_t*>(storage), swizzled);
  // end of wrong
  return int(size(tile));
}
