// An unrolled loop that still takes an address: ptxas is told to refuse local memory, and does.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -Xptxas=-warn-lmem-usage,-Werror -c chosen.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
__global__ void pick(float const* in, float* out, int which) {
  auto fragment = make_tensor<float>(Int<8>{});
  CUTE_UNROLL
  for (int i = 0; i < size(fragment); ++i) fragment(i) = in[8 * threadIdx.x + i];
  float picked = 0;
  CUTE_UNROLL
  for (int i = 0; i < size(fragment); ++i) picked = i == which ? fragment(i) : picked;
  out[threadIdx.x] = picked;
}
// end of kernel
