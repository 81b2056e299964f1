// A vector along the wrong axis: does not compile.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  half_t from[64 * 32] = {}, to[64 * 32];
  // begin mistake
  auto source = make_tensor(&from[0], make_layout(Shape<_64, _32>{}));  // column-major
  auto target = make_tensor(&to[0], source.layout());
  auto tiled = make_tiled_copy(Copy_Atom<UniversalCopy<uint128_t>, half_t>{},
                               Layout<Shape<_16, _4>, Stride<_4, _1>>{},
                               Layout<Shape<_1, _8>>{});
  auto mine = tiled.get_slice(0);
  copy(tiled, mine.partition_S(source), mine.partition_D(target));
  // end mistake
}
