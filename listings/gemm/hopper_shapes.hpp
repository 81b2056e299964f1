// Shapes, layouts and TMA descriptors of the Hopper kernel, for hopper.cu and for the host programs
// that examine them.
#pragma once

#include <cute/tensor.hpp>

#include <cute/atom/copy_traits_sm90_tma.hpp>
#include <cute/atom/mma_atom.hpp>

namespace hopper {

using namespace cute;

// begin shapes
using TileM = _128;
using TileN = _256;
using TileK = _64;  // 64 halves: the 128 bytes of a swizzled row
constexpr int stages = 4;
constexpr int consumers = 2;  // warpgroups; a third one, the first in the block, loads

using Atom = GMMA::Layout_K_SW128_Atom<half_t>;  // 8 rows of 128 bytes
using SmemA = decltype(tile_to_shape(Atom{}, Shape<TileM, TileK, Int<stages>>{}));
using SmemB = decltype(tile_to_shape(Atom{}, Shape<TileN, TileK, Int<stages>>{}));
using SmemD = decltype(tile_to_shape(Atom{}, Shape<TileM, TileN>{}));

using Mma = decltype(make_tiled_mma(
    SM90_64x256x16_F32F16F16_SS<GMMA::Major::K, GMMA::Major::K>{},
    Layout<Shape<Int<consumers>, _1, _1>>{}));  // <1>

constexpr int stage_bytes = (TileM{} + TileN{}) * TileK{} * int(sizeof(half_t));  // <2>
// end shapes

// begin descriptors
template <class Layout>
auto load_of(half_t const* data, int rows, int columns, Layout tile) {
  auto matrix = make_tensor(make_gmem_ptr(data), make_shape(rows, columns),
                            make_stride(columns, _1{}));
  return make_tma_copy(SM90_TMA_LOAD{}, matrix, tile);
}

inline auto load_of_a(half_t const* a, int m, int k) {
  return load_of(a, m, k, SmemA{}(_, _, Int<0>{}));
}
inline auto load_of_b(half_t const* b, int n, int k) {
  return load_of(b, n, k, SmemB{}(_, _, Int<0>{}));
}
inline auto store_of_d(half_t* d, int m, int n) {
  auto matrix = make_tensor(make_gmem_ptr(d), make_shape(m, n), make_stride(n, _1{}));
  return make_tma_copy(SM90_TMA_STORE{}, matrix, SmemD{});
}
// end descriptors

}  // namespace hopper
