// The operand maps of mma.m16n8k16, checked against the rules of the PTX manual, and a count that
// finds a wrong map: host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl atom.cpp
#include <cute/atom/mma_atom.hpp>
#include <cute/tensor.hpp>

#include <cstdio>
#include <set>

using namespace cute;

// begin rules
struct Place { int row, column; };

// Element i of lane's fragment, as the PTX manual gives it. B there is K x N.
Place ptx_A(int lane, int i) {
  return {lane / 4 + ((i < 2 || (4 <= i && i < 6)) ? 0 : 8),
          lane % 4 * 2 + (i & 1) + (i < 4 ? 0 : 8)};
}
Place ptx_B(int lane, int i) {
  return {lane % 4 * 2 + (i & 1) + (i < 2 ? 0 : 8), lane / 4};
}
Place ptx_C(int lane, int i) {
  return {lane / 4 + (i < 2 ? 0 : 8), lane % 4 * 2 + (i & 1)};
}
// end rules

// begin compare
template <class Layout, class Rule>
void compare(char const* name, Layout tv, Rule rule, int rows) {
  int wrong = 0;
  std::set<int> reached;
  for (int lane = 0; lane < size<0>(tv); ++lane)
    for (int i = 0; i < size<1>(tv); ++i) {
      Place place = rule(lane, i);
      wrong += tv(lane, i) != place.row + rows * place.column;  // <1>
      reached.insert(tv(lane, i));
    }
  std::printf("%s: %d pairs, %d differ from the rule, %d places reached\n", name,
              int(size(tv)), wrong, int(reached.size()));
}
// end compare

template <class Op>
void reach(char const* name) {
  using Atom = MMA_Atom<Op>;
  auto count = [](auto tv) {
    std::set<int> reached;
    for (int i = 0; i < size(tv); ++i) reached.insert(tv(i));
    return int(reached.size());
  };
  auto [m, n, k] = typename Atom::Shape_MNK{};
  std::printf("%-30s A %4d of %4d, B %3d of %3d, C %3d of %3d\n", name,
              count(typename Atom::LayoutA_TV{}), int(m) * int(k),
              count(typename Atom::LayoutB_TV{}), int(n) * int(k),
              count(typename Atom::LayoutC_TV{}), int(m) * int(n));
}

template <class Layout>
void show(char const* name, Layout layout) {
  std::printf("%-18s", name);
  print(layout);
  std::printf("\n");
}

int main() {
  using Atom = MMA_Atom<SM80_16x8x16_F32F16F16F32_TN>;
  print(Atom{});
  compare("A", Atom::LayoutA_TV{}, ptx_A, 16);
  compare("B", Atom::LayoutB_TV{}, [](int lane, int i) {
    Place kn = ptx_B(lane, i);
    return Place{kn.column, kn.row};  // <2>
  }, 8);
  compare("C", Atom::LayoutC_TV{}, ptx_C, 16);

  using Volta = MMA_Atom<SM70_8x8x4_F32F16F16F32_TN>;
  show("quad pair, ThrID", Volta::ThrID{});
  show("quad pair, C", Volta::LayoutC_TV{});
  auto warp = make_tiled_mma(SM70_8x8x4_F32F16F16F32_TN{}, Layout<Shape<_2, _2>>{});
  show("four, threads", warp.get_thr_layout_vmnk());
  show("four, C", warp.get_layoutC_TV());
  using One = MMA_Atom<UniversalFMA<float>>;
  show("one thread, ThrID", One::ThrID{});
  show("one thread, C", One::LayoutC_TV{});

  reach<SM70_8x8x4_F32F16F16F32_TN>("SM70_8x8x4_F32F16F16F32_TN");
  reach<SM80_16x8x16_F32F16F16F32_TN>("SM80_16x8x16_F32F16F16F32_TN");
  reach<SM80_16x8x8_F32TF32TF32F32_TN>("SM80_16x8x8_F32TF32TF32F32_TN");
  reach<SM80_8x8x4_F64F64F64F64_TN>("SM80_8x8x4_F64F64F64F64_TN");
  reach<SM80_16x8x32_S32S8S8S32_TN>("SM80_16x8x32_S32S8S8S32_TN");
  reach<SM80_16x8x64_S32S4S4S32_TN>("SM80_16x8x64_S32S4S4S32_TN");
  reach<SM80_16x8x32_S32S4S4S32_TN>("SM80_16x8x32_S32S4S4S32_TN");
}
