// The answers to the exercises of "COPY Abstraction", computed. Host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl exercises.cpp
#include <cute/tensor.hpp>

#include <cstdio>
#include <set>

using namespace cute;

template <class Atom>
void giver(int thread, int value) {
  int place = typename Atom::ValLayoutDst{}(thread, value);
  for (int t = 0; t < 32; ++t)
    for (int v = 0; v < int(Atom::NumValSrc); ++v)
      if (typename Atom::ValLayoutSrc{}(t, v) == place)
        std::printf("thread %d, value %d: value %d of the row of thread %d\n", thread, value, v, t);
}

template <class Copy>
void sectors(char const* what, Copy const& copy) {
  auto tile = make_tensor(counting_iterator<int>{0},
                          Layout<Shape<_64, _16>, Stride<Int<4096>, _1>>{});
  std::set<int> found;
  for (int lane = 0; lane < 32; ++lane) {
    auto mine = copy.get_slice(lane).partition_S(tile);
    for (int v = 0; v < size(mine); ++v) found.insert(mine(v) * 2 / 32);
  }
  std::printf("threads %s: %zu sectors\n", what, found.size());
}

int main() {
  std::printf("1. ");
  giver<Copy_Atom<SM75_U32x4_LDSM_N, half_t>>(22, 6);

  using Two = Copy_Atom<SM75_U32x2_LDSM_N, half_t>::ValLayoutSrc;
  std::printf("2. thread 21 of x2 points at row %d\n", int(Two{}(21, 0)) / 8);

  using Turned = Copy_Atom<SM75_U16x8_LDSM_T, half_t>::ValLayoutDst;
  for (int v = 0; v < 2; ++v) {
    int place = Turned{}(9, v);
    std::printf("3. thread 9, value %d: row %d, column %d\n", v, place / 8, place % 8);
  }

  using Wide = Copy_Atom<UniversalCopy<uint128_t>, half_t>;
  using Eight = Layout<Shape<_1, _8>>;
  std::printf("4. ");
  sectors("(64,2):(2,1)", make_tiled_copy(Wide{}, Layout<Shape<_64, _2>, Stride<_2, _1>>{}, Eight{}));
  std::printf("4. ");
  sectors("(64,2):(1,64)", make_tiled_copy(Wide{}, Layout<Shape<_64, _2>>{}, Eight{}));

  using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{},
                                      Tile<_32, _32, _16>{}));
  float c[64 * 64];
  auto gC = make_tensor(&c[0], make_layout(Shape<_64, _64>{}, LayoutRight{}));
  auto tCgC = Mma{}.get_slice(0).partition_C(gC);
  auto rC = Mma{}.get_slice(0).make_fragment_C(tCgC);
  std::printf("5. ");
  print(rC.layout());
  std::printf(" and ");
  print(tCgC.layout());
  std::printf(": ");
  print(max_common_vector(rC, tCgC));
  std::printf("\n");
}
