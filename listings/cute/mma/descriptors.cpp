// What a fragment is for wgmma: layouts of the parts and of the fragments of thread 37 of 256, for
// A in shared memory (SS) and in registers (RS). Host code; no descriptor is made, only its type.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl descriptors.cpp
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

// begin fragments
template <class Op>
void fragments(char const* name, Op) {
  using Mma = decltype(make_tiled_mma(Op{}, Layout<Shape<_2, _1, _1>>{}));
  auto layout = tile_to_shape(GMMA::Layout_K_SW128_Atom<half_t>{}, Shape<_128, _64>{});
  auto sA = make_tensor(make_smem_ptr(static_cast<half_t*>(nullptr)), layout);
  auto thread = Mma{}.get_slice(37);
  using Fragment = decltype(thread.partition_fragment_A(sA));  // <1>
  std::printf("%s\n  threads     ", name);
  print(Mma{}.get_thr_layout_vmnk());
  std::printf("\n  atom's A    ");
  print(typename Mma::LayoutA_TV{});
  std::printf("\n  partition_A ");
  print(shape(thread.partition_A(sA)));
  std::printf("\n  fragment_A  ");
  print(typename Fragment::layout_type{});
  std::printf(", %d values of %d bytes\n", int(size(Fragment{}.layout())),
              int(sizeof(typename Fragment::value_type)));
}
// end fragments

int main() {
  fragments("SS", SM90_64x64x16_F32F16F16_SS<GMMA::Major::K, GMMA::Major::K>{});
  fragments("RS", SM90_64x64x16_F32F16F16_RS<GMMA::Major::K, GMMA::Major::K>{});
}
