// The first instruction of any wgmma, for a target without the letter a. It must not compile.
//
//   nvcc -arch=sm_90 -c wrong_target.cu
__global__ void begin() { asm volatile("wgmma.fence.sync.aligned;"); }
