// Must not compile: a mode with two digits and one stride.
#include <cute/layout.hpp>

using namespace cute;

int main() {
  // begin mistake
  auto rows = make_shape(Int<2>{}, Int<2>{});
  auto blocked = make_layout(make_shape(rows, Int<8>{}), make_stride(Int<1>{}, Int<4>{}));
  return blocked(0);
  // end mistake
}
