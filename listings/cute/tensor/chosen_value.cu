// The choice of chosen.cu between values instead of elements: no local memory.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -Xptxas=-warn-lmem-usage,-Werror -c chosen_value.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
__global__ void pick(float const* in, float* out, int which) {
  auto fragment = make_tensor<float>(Int<8>{});
  CUTE_UNROLL
  for (int i = 0; i < size(fragment); ++i) fragment(i) = in[8 * threadIdx.x + i];
  float picked = 0;
  CUTE_UNROLL
  for (int i = 0; i < size(fragment); ++i) {
    float value = fragment(i);
    picked = i == which ? value : picked;
  }
  out[threadIdx.x] = picked;
}
// end of kernel
