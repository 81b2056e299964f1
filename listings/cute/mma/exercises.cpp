// The answers to the exercises of "MMA Abstraction", computed.
#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

#include <cstdio>

using namespace cute;

using Op = SM80_16x8x16_F32F16F16F32_TN;

template <class Mma>
void holder(Mma mma, int m, int n) {
  auto c = make_identity_tensor(Shape<_64, _32>{});
  for (int t = 0; t < size(mma); ++t) {
    auto mine = mma.get_slice(t).partition_C(c);
    for (int i = 0; i < size(mine); ++i)
      if (mine(i) == make_coord(m, n)) {
        std::printf("thread %d, value ", t);
        print(idx2crd(i, shape(mine)));
        std::printf("\n");
      }
  }
}

// Elements of A (128 x 32) and of B (128 x 32) in the parts of all threads together.
template <class Warps>
void loads(Warps warps) {
  auto mma = make_tiled_mma(Op{}, Layout<Warps>{});
  auto operand = make_identity_tensor(Shape<_128, _32>{});
  int elements = 0;
  for (int t = 0; t < size(mma); ++t) {
    auto thread = mma.get_slice(t);
    elements += size(thread.partition_A(operand)) + size(thread.partition_B(operand));
  }
  std::printf(" %dx%d: %d", int(get<0>(warps)), int(get<1>(warps)), elements);
}

int main() {
  std::printf("1. ");
  holder(make_tiled_mma(Op{}, Layout<Shape<_1, _4, _1>>{}), 53, 21);

  std::printf("2.");
  loads(Shape<_8, _1>{});
  loads(Shape<_4, _2>{});
  loads(Shape<_2, _4>{});
  loads(Shape<_1, _8>{});
  std::printf("\n3. ");
  using Eights = Layout<Shape<_2, _4, _2, _2>, Stride<_1, _8, _2, _4>>;
  auto eights = make_tiled_mma(Op{}, Layout<Shape<_4, _1, _1>>{}, Tile<_64, _8, Eights>{});
  auto gA = make_tensor(counting_iterator<int>{0},
                        make_layout(Shape<_64, _32>{}, LayoutRight{}));
  for (int t : {0, 1, 2}) {
    auto part = eights.get_slice(t).partition_A(gA);
    if (t == 0) print(part.layout());
    bool first = true;
    for (int offset = 0; offset < 32; ++offset)
      for (int i = 0; i < size(part); ++i)
        if (part(i) == offset) {
          std::printf("%s %d", first ? (t ? "; " : "; row 0:") : ",", offset);
          first = false;
        }
  }
  std::printf("\n4. ");
  auto quads = make_tiled_mma(SM70_8x8x4_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
  auto c = make_identity_tensor(Shape<_16, _16>{});
  for (int t = 0; t < 32; ++t) {
    auto mine = quads.get_slice(t).partition_C(c);
    auto place = mine(0);
    if (get<0>(place) < 8 && get<1>(place) >= 8) std::printf("%d ", t);
  }
  for (int t = 0; t < 32; ++t) {
    auto mine = quads.get_slice(t).partition_C(c);
    for (int i = 0; i < size(mine); ++i)
      if (mine(i) == make_coord(5, 14)) std::printf("; (5,14): thread %d, value %d\n", t, i);
  }
  std::printf("5. ");
  auto fma = make_tiled_mma(UniversalFMA<float>{}, Layout<Shape<_16, _16, _1>>{},
                            Tile<_16, Layout<Shape<_16, _4>, Stride<_4, _1>>, _1>{});
  auto gC = make_tensor(counting_iterator<int>{0},
                        make_layout(Shape<_64, _64>{}, LayoutRight{}));
  print(fma.get_slice(0).partition_C(gC).layout());
  std::printf("; without: ");
  auto plain = make_tiled_mma(UniversalFMA<float>{}, Layout<Shape<_16, _16, _1>>{});
  print(plain.get_slice(0).partition_C(gC).layout());
  std::printf("\n");
}
