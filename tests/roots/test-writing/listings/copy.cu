// Copies 16 bytes a thread from global to shared memory and back, without registers on the way in.
__global__ void copy(float4 const* from, float4* to) {
  __shared__ float4 tile[128];
  auto place = static_cast<unsigned>(__cvta_generic_to_shared(&tile[threadIdx.x]));
  asm volatile("cp.async.cg.shared.global [%0], [%1], 16;" ::"r"(place), "l"(from + threadIdx.x));  // <1>
  asm volatile("cp.async.commit_group;");
  asm volatile("cp.async.wait_group 0;");  // <2>
  __syncthreads();
  to[threadIdx.x] = tile[127 - threadIdx.x];
}
