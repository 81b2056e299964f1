// Scales a matrix whose extents no tile divides; the predicates come from coordinates.
// It compiles for sm_80 and later.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -ptx overhang.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
using Tiler = Shape<_64, _32>;
using Threads = Layout<Shape<_16, _8>, Stride<_8, _1>>;

__global__ void __launch_bounds__(128)
scale(float* data, int m, int n, int ld, float factor) {
  auto a = make_tensor(make_gmem_ptr(data), make_shape(m, n), make_stride(ld, _1{}));
  auto c = make_identity_tensor(shape(a));

  auto block = make_coord(blockIdx.x, blockIdx.y);
  auto mine = local_partition(local_tile(a, Tiler{}, block), Threads{}, threadIdx.x);
  auto where = local_partition(local_tile(c, Tiler{}, block), Threads{}, threadIdx.x);

  auto inside = make_tensor<bool>(shape(mine));  // <1>
  CUTE_UNROLL
  for (int i = 0; i < size(inside); ++i) inside(i) = elem_less(where(i), shape(a));

  auto values = make_tensor_like(mine);
  clear(values);
  copy_if(inside, mine, values);  // <2>
  CUTE_UNROLL
  for (int i = 0; i < size(values); ++i) values(i) = factor * values(i);
  copy_if(inside, values, mine);
}
// end of kernel
