// Must not compile: the fragments of A and B differ in K.
#include <cute/tensor.hpp>

using namespace cute;

int main() {
  // begin mismatch
  auto rA = make_tensor<float>(Shape<_8, _8>{});   // (M, K)
  auto rB = make_tensor<float>(Shape<_8, _16>{});  // (N, K)
  auto sum = make_tensor<float>(Shape<_8, _8>{});  // (M, N)
  gemm(rA, rB, sum);
  // end mismatch
}
