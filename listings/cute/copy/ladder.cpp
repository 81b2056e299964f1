// The rungs below a tiled copy, printed: traits in bits, the atom in values, and who sends what to
// whom in one ldmatrix. Host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl ladder.cpp
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-31s", what);
  print(value);
  std::printf("\n");
}

int main() {
  // begin rungs
  using Operation = SM75_U32x4_LDSM_N;
  using Traits = Copy_Traits<Operation>;
  show("source, bits", Traits::SrcLayout{});
  show("destination, bits", Traits::DstLayout{});

  using Atom = Copy_Atom<Operation, half_t>;  // <1>
  show("source, halves", Atom::ValLayoutSrc{});
  show("destination, halves", Atom::ValLayoutDst{});
  show("source, floats", Copy_Atom<Operation, float>::ValLayoutSrc{});
  show("destination, floats", Copy_Atom<Operation, float>::ValLayoutDst{});
  using Plain = Copy_Atom<UniversalCopy<uint128_t>, half_t>;
  show("one uint128_t, halves", Plain::ValLayoutSrc{});
  // end rungs

  // begin who
  auto to_reference = composition(right_inverse(Atom::ValLayoutRef{}),
                                  Atom::ValLayoutSrc{});  // <1>
  show("sent -> held", to_reference);
  for (int thread : {0, 9, 31}) {
    std::printf("the row of thread %2d goes to  ", thread);
    for (int value = 0; value < 8; ++value) {
      int place = to_reference(thread, value);  // <2>
      std::printf(" T%d V%d", place % 32, place / 32);
    }
    std::printf("\n");
  }
  // end who

  int kept = 0, keepers = 0;
  for (int thread = 0; thread < 32; ++thread) {
    int here = 0;
    for (int value = 0; value < 8; ++value) here += to_reference(thread, value) % 32 == thread;
    kept += here;
    keepers += here > 0;
  }
  std::printf("halves that stay with the thread that gave the address: %d of 256, in %d threads\n",
              kept, keepers);
}
