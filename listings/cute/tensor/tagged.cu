// A copy to shared memory through pointers that say which memory they point to.
// It compiles for sm_80.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0).
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
__global__ void stage(float const* in, float* out) {
  __shared__ float buffer[1024];
  auto g = make_tensor(make_gmem_ptr(in), Shape<_128, _8>{});
  auto s = make_tensor(make_smem_ptr(&buffer[0]), Shape<_128, _8>{});
  auto from = local_partition(g, Layout<_128>{}, threadIdx.x);
  auto to = local_partition(s, Layout<_128>{}, threadIdx.x);
  copy(AutoCopyAsync{}, from, to);
  cp_async_fence();
  cp_async_wait<0>();
  __syncthreads();
  out[threadIdx.x] = buffer[1023 - threadIdx.x];
}
// end of kernel
