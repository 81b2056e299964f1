// What copy() does with an atom and without one, shown by an operation of our own that counts its
// calls. Host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl dispatch.cpp
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

// begin operation
template <class T>
struct Counted {
  using SRegisters = T[1];
  using DRegisters = T[1];
  inline static int calls = 0;
  static void copy(T const& source, T& destination) {
    ++calls;
    destination = source;
  }
};

template <class T>
struct cute::Copy_Traits<Counted<T>> : cute::Copy_Traits<UniversalCopy<T>> {};  // <1>
// end operation

template <class T, class Layout>
void run(char const* what, Layout const& layout) {
  alignas(16) half_t from[64], to[64];
  for (int i = 0; i < 64; ++i) from[i] = half_t(i);
  auto source = make_tensor(&from[0], layout);
  auto destination = make_tensor(&to[0], layout);
  Counted<T>::calls = 0;
  copy(Copy_Atom<Counted<T>, half_t>{}, source, destination);
  std::printf("%-32s%d calls\n", what, Counted<T>::calls);
}

template <class Source, class Destination>
void common(char const* what, Source const& source, Destination const& destination) {
  half_t storage[128];
  auto a = make_tensor(&storage[0], source);
  auto b = make_tensor(&storage[0], destination);
  std::printf("%-32s", what);
  print(max_common_vector(a, b));
  std::printf("\n");
}

int main() {
  // begin atoms
  run<uint128_t>("16 bytes, (8,2,2)", Layout<Shape<_8, _2, _2>>{});
  run<uint64_t>("8 bytes, ((4,2),2,2)", Layout<Shape<Shape<_4, _2>, _2, _2>>{});  // <1>
  run<half_t>("2 bytes, (1,8,2,2)", Layout<Shape<_1, _8, _2, _2>>{});
  // end atoms

  // begin vectors
  common("(8,4):(1,8) and (8,4):(1,8)", Layout<Shape<_8, _4>>{}, Layout<Shape<_8, _4>>{});
  common("(8,4):(1,8) and (8,4):(1,16)", Layout<Shape<_8, _4>>{},
         Layout<Shape<_8, _4>, Stride<_1, _16>>{});
  common("(8,4):(4,1) and (8,4):(4,1)", Layout<Shape<_8, _4>, Stride<_4, _1>>{},
         Layout<Shape<_8, _4>, Stride<_4, _1>>{});
  common("(8,4):(1,8) and (8,4):(4,1)", Layout<Shape<_8, _4>>{},
         Layout<Shape<_8, _4>, Stride<_4, _1>>{});
  auto dynamic = make_layout(Shape<_8, _4>{}, make_stride(_1{}, 16));
  common("(8,4):(1,ld) and itself", dynamic, dynamic);
  // end vectors
}
