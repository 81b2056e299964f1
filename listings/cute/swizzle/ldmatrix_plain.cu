// The tile of ldmatrix.cuh, row-major in shared memory. It compiles for sm_90a; to run it takes a GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_90a -I cutlass/include -ptx ldmatrix_plain.cu
#include "ldmatrix.cuh"

__global__ void __launch_bounds__(128) plain(half_t const* in, uint32_t* out) {
  through_shared(in, out, Layout<Shape<_64, _64>, Stride<_64, _1>>{});
}
