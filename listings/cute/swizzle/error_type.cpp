// Must not compile: an atom of shared memory for 16-bit elements under a tensor of floats.
#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

using namespace cute;

// begin error
float first(float* tile) {
  return make_tensor(make_smem_ptr(tile), GMMA::Layout_K_SW128_Atom<half_t>{})(0);
}
// end error
