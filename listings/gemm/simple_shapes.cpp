// Tiles and partitions of steps 1 and 2, on the host: what each line of the two kernels leaves of a matrix.
#include <cute/tensor.hpp>

#include <cstdio>
#include <vector>

using namespace cute;

template <class T>
void show(char const* name, T const& tensor) {
  std::printf("%-5s", name);
  print(tensor.layout());
  std::printf("\n");
}

int main() {
  int const m = 256, n = 384, k = 320;
  std::vector<half_t> a(m * k), b(n * k), d(m * n);
  auto A = make_tensor(a.data(), make_shape(m, k), make_stride(k, _1{}));
  auto B = make_tensor(b.data(), make_shape(n, k), make_stride(k, _1{}));
  auto D = make_tensor(d.data(), make_shape(m, n), make_stride(n, _1{}));
  auto block = make_coord(1, 2, _);
  {
    using BlockTile = Shape<_128, _128, _8>;
    auto gA = local_tile(A, BlockTile{}, block, Step<_1, X, _1>{});
    auto gB = local_tile(B, BlockTile{}, block, Step<X, _1, _1>{});
    auto gD = local_tile(D, BlockTile{}, block, Step<_1, _1, X>{});
    std::printf("block (1,2): A from element %d, B from %d, D from %d\n", int(gA.data() - A.data()),
                int(gB.data() - B.data()), int(gD.data() - D.data()));
    show("gA", gA);
    show("gB", gB);
    show("gD", gD);
    using Threads = Layout<Shape<_16, _16>, Stride<_16, _1>>;
    std::printf("thread 37 of 256\n");
    show("tA", local_partition(gA, Threads{}, 37, Step<_1, X>{}));
    show("tB", local_partition(gB, Threads{}, 37, Step<X, _1>{}));
    auto tD = local_partition(gD, Threads{}, 37);
    show("tD", tD);
    std::printf("tD starts at row %d, column %d\n", int(tD.data() - gD.data()) / n,
                int(tD.data() - gD.data()) % n);
  }
  {
    using BlockTile = Shape<_128, _128, _16>;
    auto gA = local_tile(A, BlockTile{}, block, Step<_1, X, _1>{});
    auto gB = local_tile(B, BlockTile{}, block, Step<X, _1, _1>{});
    auto gD = local_tile(D, BlockTile{}, block, Step<_1, _1, X>{});
    auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
    auto thread = mma.get_slice(37);
    std::printf("thread 37 of %d, tile of the four warps ", int(size(mma)));
    print(tile_shape(mma));
    std::printf("\n");
    auto tA = thread.partition_A(gA);
    auto tB = thread.partition_B(gB);
    auto tD = thread.partition_C(gD);
    show("tA", tA);
    show("tB", tB);
    show("tD", tD);
    show("rA", thread.make_fragment_A(tA(_, _, _, 0)));
    show("rB", thread.make_fragment_B(tB(_, _, _, 0)));
    show("sum", thread.make_fragment_C(tD));
  }
}
