// The copy of assumed.cu with the alignment that its pointer has. It compiles for sm_80.
//
// Needs the headers of CUTLASS (here 4.2.0) and nvcc (here 13.0).
#include <cute/tensor.hpp>

using namespace cute;

// begin kernel
__global__ void stated(float const* in, float* out) {
  auto from = make_tensor(make_gmem_ptr(in + 1), Int<8>{});
  auto to = make_tensor(make_gmem_ptr(out), Int<8>{});
  copy(AutoVectorizingCopyWithAssumedAlignment<32>{}, from, to);
}
// end of kernel
