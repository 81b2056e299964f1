// One multiply-add by CuTe's default operation, from fragments of half and from fragments of float.
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

template <class T>
float multiply(float a, float b) {
  // begin product
  auto rA = make_tensor<T>(Shape<_1, _1>{});
  auto rB = make_tensor<T>(Shape<_1, _1>{});
  auto sum = make_tensor<float>(Shape<_1, _1>{});
  fill(rA, T(a));
  fill(rB, T(b));
  clear(sum);
  gemm(rA, rB, sum);
  // end product
  return sum(0);
}

int main() {
  for (auto [a, b] : {std::pair{3.f, 3.f}, {33.f, 65.f}, {300.f, 300.f}}) {
    std::printf("%3g x %3g: %g from half, %g from float\n", a, b, multiply<half_t>(a, b), multiply<float>(a, b));
  }
}
