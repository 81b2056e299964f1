// The same through CuTe compiles, for sm_90 without the letter a: into a message and a trap.
//
//   nvcc -std=c++17 -arch=sm_90 -I cutlass/include -c wrong_target_cute.cu
#include <cute/tensor.hpp>

#include <cute/atom/mma_atom.hpp>

__global__ void begin() { cute::warpgroup_arrive(); }
