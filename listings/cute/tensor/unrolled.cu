// The sum of indexed.cu with a static bound and a predicate. It compiles for sm_80.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0). If ptxas used local memory, the
// second flag would make this an error:
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -Xptxas=-v -Xptxas=-warn-lmem-usage,-Werror -c unrolled.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
__global__ void sum_first(float const* in, float* out, int n) {
  auto fragment = make_tensor<float>(Int<32>{});
  CUTE_UNROLL
  for (int i = 0; i < size(fragment); ++i) fragment(i) = in[32 * threadIdx.x + i];
  float sum = 0;
  CUTE_UNROLL
  for (int i = 0; i < size(fragment); ++i)
    if (i < n) sum += fragment(i);
  out[threadIdx.x] = sum;
}
// end of kernel
