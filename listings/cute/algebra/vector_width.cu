// One thread's elements, copied to registers: static strides give one wide load, dynamic ones narrow loads.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -ptx vector_width.cu
#include <cute/tensor.hpp>

using namespace cute;

// begin load
template <class MatrixLayout>
__device__ void load(half_t const* in, MatrixLayout matrix, half_t (&to)[8]) {
  using TV = Layout<Shape<Shape<_8, _32>, _8>, Stride<Stride<_256, _1>, _32>>;  // <1>
  auto tiles = zipped_divide(matrix, Shape<_32, _64>{});
  auto element = composition(tiles, make_tile(TV{}, _));
  auto all = make_tensor(make_gmem_ptr(in), element);
  auto mine = all(make_coord(threadIdx.x, _), make_coord(blockIdx.x, blockIdx.y));
  copy(AutoVectorizingCopyWithAssumedAlignment<128>{}, mine,
       make_tensor(make_rmem_ptr(to), Layout<_8>{}));
}
// end load

template <class MatrixLayout>
__device__ void sum(half_t const* in, MatrixLayout matrix, float* out) {
  alignas(16) half_t mine[8];
  load(in, matrix, mine);
  float total = 0;
  for (half_t value : mine) total += float(value);
  atomicAdd(out, total);
}

// begin kernels
__global__ void static_one(half_t const* in, int rows, int columns, float* out) {
  sum(in, make_layout(make_shape(rows, columns), make_stride(columns, _1{})), out);
}

__global__ void dynamic_one(half_t const* in, int rows, int columns, int one,
                            float* out) {
  sum(in, make_layout(make_shape(rows, columns), make_stride(columns, one)), out);
}
// end kernels
