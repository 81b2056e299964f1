// The staged tile of multistage.cu: its third mode, its slices, and the ring of stages as one layout.
#include <cute/tensor.hpp>

#include <cstdio>
#include <vector>

using namespace cute;

// begin staged
using Rows = decltype(composition(Swizzle<3, 3, 3>{},
                                  Layout<Shape<_8, _64>, Stride<_64, _1>>{}));
template <int Stages>
using InShared = decltype(tile_to_shape(Rows{}, Shape<_128, _64, Int<Stages>>{}));
// end staged

template <class Layout>
void show(char const* name, Layout const& layout) {
  std::printf("%s", name), print(layout), std::printf("\n");
}

int main() {
  // begin print
  InShared<3> in_shared;
  show("staged  ", in_shared);
  show("stage 1 ", get<0>(slice_and_offset(make_coord(_, _, 1), in_shared)));
  std::printf("starts at offset %d of %d\n", int(in_shared(0, 0, 1)), int(cosize(in_shared)));
  // end print
  std::printf("A and B, KB:");
  for_each(make_int_sequence<6>{}, [](auto i) {
    constexpr int stages = i + 2;
    int bytes = 2 * cosize_v<InShared<stages>> * sizeof(half_t);
    std::printf(" %d stages %d%s", stages, bytes / 1024, stages < 7 ? "," : "\n\n");
  });

  // begin ring
  int const tiles = 40;
  auto plain = in_shared.layout_b();
  auto ring = composition(
      in_shared.layout_a(), in_shared.offset(),
      make_layout(get<0>(plain), get<1>(plain),
                  make_layout(get<2>(plain), make_layout((tiles + 2) / 3, _0{}))));  // <1>
  show("ring    ", ring);
  int differ = 0;
  for (int tile = 0; tile < tiles; ++tile)
    for (int row = 0; row < 128; ++row)
      for (int column = 0; column < 64; ++column)
        differ += ring(row, column, tile) != in_shared(row, column, tile % 3);  // <2>
  std::printf("differs from (row, column, tile %% 3) in %d places\n\n", differ);
  // end ring

  // begin fragment
  auto storage = std::vector<half_t>(2 * cosize(in_shared));
  auto sA = make_tensor(make_smem_ptr(storage.data()), in_shared);
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{},
                            Tile<_32, _32, _16>{});
  auto of_one = mma.get_slice(0).partition_fragment_A(sA(_, _, 0));
  auto of_all = mma.get_slice(0).partition_fragment_A(sA);
  std::printf("partition_fragment_A(sA(_, _, 0)): %d halves, ", int(size(of_one))), print(of_one.shape());
  std::printf("\npartition_fragment_A(sA):          %d halves, ", int(size(of_all))), print(of_all.shape());
  std::printf("\n");
  // end fragment
}
