// Two bytes at a time: because the layouts differ, and because nothing is known of a stride. It
// compiles for sm_80; to run it takes a GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -ptx scalars.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin strided
__global__ void strided(half_t const* a, half_t* b) {
  auto source = make_tensor(make_gmem_ptr(a + threadIdx.x), Layout<_8, _64>{});
  auto target = make_tensor(make_gmem_ptr(b + 8 * threadIdx.x), Layout<_8>{});
  copy(source, target);
}
// end strided

// begin unknown
__global__ void unknown(half_t const* a, half_t* b, int ld) {
  auto two_rows = make_layout(Shape<_2, _8>{}, make_stride(ld, _1{}));
  auto source = make_tensor(make_gmem_ptr(a + 8 * threadIdx.x), two_rows);
  auto target = make_tensor(make_gmem_ptr(b + 8 * threadIdx.x), two_rows);
  copy(source, target);
}
// end unknown
