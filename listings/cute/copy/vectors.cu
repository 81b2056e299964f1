// Sixteen bytes at a time: because the layouts are static, and because the caller says so. It
// compiles for sm_80; to run it takes a GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -ptx vectors.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin static
__global__ void contiguous(half_t const* a, half_t* b) {
  auto source = make_tensor(make_gmem_ptr(a + 8 * threadIdx.x), Layout<_8>{});
  auto target = make_tensor(make_gmem_ptr(b + 8 * threadIdx.x), Layout<_8>{});
  copy(source, target);
}
// end static

// begin claim
__global__ void claimed(half_t const* a, half_t* b, int ld) {
  auto two_rows = make_layout(Shape<_2, _8>{}, make_stride(ld, _1{}));
  auto source = make_tensor(make_gmem_ptr(a + 8 * threadIdx.x), two_rows);
  auto target = make_tensor(make_gmem_ptr(b + 8 * threadIdx.x), two_rows);
  copy(AutoVectorizingCopy{}, source, target);
}
// end claim
