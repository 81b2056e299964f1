// The edge of a matrix: cp.async that writes zeros where the predicate is false. It compiles for
// sm_80; to run it takes an Ampere GPU or a later one.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0):
//   nvcc -std=c++17 -arch=sm_80 -I cutlass/include -ptx zfill.cu
#include <cute/tensor.hpp>

using namespace cute;

using Load = decltype(make_tiled_copy(
    Copy_Atom<SM80_CP_ASYNC_CACHEGLOBAL_ZFILL<uint128_t>, half_t>{},
    Layout<Shape<_16, _8>, Stride<_8, _1>>{}, Layout<Shape<_1, _8>>{}));

// begin kernel
// out = the first rows of a, filled up with zeros to 64 x 64. One block of 128 threads.
__global__ void fill_up(half_t const* a, half_t* out, int rows) {
  using RowMajor = Layout<Shape<_64, _64>, Stride<_64, _1>>;
  __shared__ alignas(16) half_t storage[64 * 64];
  auto gA = make_tensor(make_gmem_ptr(a), RowMajor{});
  auto gOut = make_tensor(make_gmem_ptr(out), RowMajor{});
  auto sA = make_tensor(make_smem_ptr(storage), RowMajor{});

  auto mine = Load{}.get_slice(threadIdx.x);
  // (CPY,CPY_M,CPY_K), of coordinates
  auto places = mine.partition_S(make_identity_tensor(Shape<_64, _64>{}));
  auto valid = make_tensor<bool>(make_shape(_1{}, size<1>(places), size<2>(places)),
                                 Stride<_0, _1, _0>{});  // <1>
  for (int m = 0; m < size<1>(valid); ++m)
    valid(0, m, 0) = get<0>(places(0, m, 0)) < rows;
  copy_if(Load{}, valid, mine.partition_S(gA), mine.partition_D(sA));  // <2>
  cp_async_fence();
  cp_async_wait<0>();
  __syncthreads();  // holds the compiler too: the asm of the wait has no "memory" clobber
  copy(mine.partition_D(sA), mine.partition_D(gOut));
}
// end kernel
