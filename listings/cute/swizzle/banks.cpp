// How often the banks of shared memory must be read or written for what cp.async and ldmatrix ask:
// the addresses come from CuTe's atoms, the count from a model. Host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl banks.cpp
#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

#include <algorithm>
#include <cstdio>
#include <set>
#include <vector>

using namespace cute;

// begin model
// Passes that a request takes: 128 bytes at a time, from each bank one word.
int passes(std::vector<int> const& address, int vector) {
  int together = std::min<int>(32, 128 / vector), total = 0;  // <1>
  for (int first = 0; first < int(address.size()); first += together) {
    std::set<int> words[32];
    for (int t = first; t < first + together; ++t)
      for (int byte = 0; byte < vector; byte += 4)
        words[(address[t] + byte) / 4 % 32].insert((address[t] + byte) / 4);  // <2>
    std::size_t worst = 0;
    for (auto const& bank : words) worst = std::max(worst, bank.size());
    total += int(worst);
  }
  return total;
}
// end model

// begin addresses
// The most passes that any request of the first warp takes.
// Part cuts out what one lane copies.
template <class Part, class Tile, class Layout>
int worst(Part part, Tile tile, Layout const& layout) {
  auto places = make_identity_tensor(tile);  // <1>
  std::vector<std::vector<int>> requests;
  for (int lane = 0; lane < 32; ++lane) {
    auto mine = group_modes<1, 3>(part(lane, places));
    requests.resize(size<1>(mine));
    for (int i = 0; i < size<1>(mine); ++i)
      requests[i].push_back(2 * int(layout(mine(0, i))));  // <2>
  }
  int most = 0;
  for (auto const& request : requests) most = std::max(most, passes(request, 16));
  return most;
}
// end addresses

// begin copies
using Mma = decltype(make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{},
                                    Layout<Shape<_2, _2>>{}, Tile<_32, _32, _16>{}));
auto in = [](auto width) {  // cp.async: 128 threads, 16 bytes each
  constexpr int chunks = decltype(width)::value / 8;
  return make_tiled_copy(
      Copy_Atom<SM80_CP_ASYNC_CACHEGLOBAL<uint128_t>, half_t>{},
      Layout<Shape<Int<128 / chunks>, Int<chunks>>, Stride<Int<chunks>, _1>>{},
      Layout<Shape<_1, _8>>{});
};
auto ldmatrix = make_tiled_copy_A(Copy_Atom<SM75_U32x4_LDSM_N, half_t>{}, Mma{});
auto ldmatrix_trans =
    make_tiled_copy_A(Copy_Atom<SM75_U16x8_LDSM_T, half_t>{}, Mma{});
// end copies

template <class Width, class Layout>
void row(char const* name, Width width, Layout const& layout) {
  auto store = [&](int lane, auto tile) { return in(width).get_slice(lane).partition_D(tile); };
  auto load = [](int lane, auto tile) { return ldmatrix.get_slice(lane).partition_S(tile); };
  auto turn = [](int lane, auto tile) { return ldmatrix_trans.get_slice(lane).partition_S(tile); };
  auto turned = [&](auto const& c) { return layout(get<1>(c), get<0>(c)); };
  std::printf("%-36s %5d %8d %8d\n", name, worst(store, make_shape(_64{}, width), layout),
              worst(load, make_shape(_64{}, width), layout),
              worst(turn, make_shape(width, _64{}), turned));
}

template <int B, int M, int S, class Width>
void swizzled(Width width) {
  char name[64];
  std::snprintf(name, sizeof name, "Sw<%d,%d,%d> o (64,%d):(%d,1)", B, M, S, int(width), int(width));
  row(name, width,
      composition(Swizzle<B, M, S>{}, make_layout(make_shape(_64{}, width), LayoutRight{})));
}

int main() {
  std::printf("%-36s %5s %8s %8s\n", "passes for a request of 32 threads", "write", "ldmatrix",
              ".trans");
  row("(64,64):(64,1)", _64{}, make_layout(Shape<_64, _64>{}, LayoutRight{}));
  row("(64,64):(72,1), padded", _64{}, make_layout(Shape<_64, _64>{}, Stride<_72, _1>{}));
  swizzled<1, 3, 3>(_64{});
  swizzled<2, 3, 3>(_64{});
  swizzled<3, 3, 3>(_64{});
  swizzled<3, 3, 4>(_64{});
  swizzled<3, 4, 3>(_64{});
  row("(64,32):(32,1)", _32{}, make_layout(Shape<_64, _32>{}, LayoutRight{}));
  swizzled<2, 3, 3>(_32{});
  row("(64,16):(16,1)", _16{}, make_layout(Shape<_64, _16>{}, LayoutRight{}));
  swizzled<1, 3, 3>(_16{});
  swizzled<3, 3, 3>(_128{});
  swizzled<3, 3, 4>(_128{});
  row("atom of 8 x 64, tiled to (64,128)", _128{},
      tile_to_shape(composition(Swizzle<3, 3, 3>{}, Layout<Shape<_8, _64>, Stride<_64, _1>>{}),
                    Shape<_64, _128>{}));
}
