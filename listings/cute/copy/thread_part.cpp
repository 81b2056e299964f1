// The part of one thread instead of the tiled copy: does not compile.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  half_t from[64 * 32] = {}, to[64 * 32];
  auto source = make_tensor(&from[0], make_layout(Shape<_64, _32>{}, LayoutRight{}));
  auto target = make_tensor(&to[0], source.layout());
  auto tiled = make_tiled_copy(Copy_Atom<UniversalCopy<uint128_t>, half_t>{},
                               Layout<Shape<_16, _4>, Stride<_4, _1>>{}, Layout<Shape<_1, _8>>{});
  // begin mistake
  auto mine = tiled.get_slice(0);
  copy(mine, mine.partition_S(source), mine.partition_D(target));
  // end mistake
}
