// The kernel of indexed.cu with eight elements: local memory in the PTX, none after ptxas 13.0.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -Xptxas=-warn-lmem-usage,-Werror -c indexed_few.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
__global__ void sum_first(float const* in, float* out, int n) {
  auto fragment = make_tensor<float>(Int<8>{});
  CUTE_UNROLL
  for (int i = 0; i < size(fragment); ++i) fragment(i) = in[8 * threadIdx.x + i];
  float sum = 0;
  for (int i = 0; i < n; ++i) sum += fragment(i);
  out[threadIdx.x] = sum;
}
// end of kernel
