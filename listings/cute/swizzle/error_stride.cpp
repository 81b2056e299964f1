// Must not compile: a swizzled layout has no strides.
#include <cute/tensor.hpp>

using namespace cute;

// begin error
int step_down() {
  auto tile =
      composition(Swizzle<3, 3, 3>{}, Layout<Shape<_8, _64>, Stride<_64, _1>>{});
  return get<0>(tile.stride());
}
// end error
