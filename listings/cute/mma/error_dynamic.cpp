// An accumulator for a tile whose height is known only at run time.
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

using namespace cute;

// begin error
int main(int rows, char**) {
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
  auto C = make_layout(make_shape(rows, _32{}), LayoutRight{});
  auto c = make_tensor(counting_iterator<int>{0}, C);
  auto accumulator = mma.get_slice(0).partition_fragment_C(c);
}
// end error
