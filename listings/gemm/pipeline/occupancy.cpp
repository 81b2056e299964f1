// How many blocks of each step fit on an SM, by NVIDIA's own calculator, cuda_occupancy.h.
#include <cuda_occupancy.h>

#include <cstdio>
#include <initializer_list>

// begin ask
// Limits of compute capabilities 8.0 and 9.0, from the CUDA programming guide; what CUDA reserves for a
// block, from the Hopper tuning guide.
cudaOccDeviceProp device(int major, int kb_per_sm) {
  cudaOccDeviceProp p;
  p.computeMajor = major, p.computeMinor = 0;
  p.maxThreadsPerBlock = 1024, p.maxThreadsPerMultiprocessor = 2048;
  p.regsPerBlock = p.regsPerMultiprocessor = 65536;
  p.warpSize = 32, p.numSms = 1;
  p.sharedMemPerBlock = 48 * 1024;
  p.sharedMemPerBlockOptin = (kb_per_sm - 1) * 1024;
  p.sharedMemPerMultiprocessor = kb_per_sm * 1024;
  p.reservedSharedMemPerBlock = 1024;
  return p;
}

void blocks(cudaOccDeviceProp const& p, char const* name, int registers, int kb) {
  cudaOccFuncAttributes f;
  f.maxThreadsPerBlock = 128, f.numRegs = registers;
  f.maxDynamicSharedSizeBytes = kb * 1024;
  f.shmemLimitConfig = FUNC_SHMEM_LIMIT_OPTIN;
  cudaOccDeviceState s;
  cudaOccResult r{};
  if (cudaOccMaxActiveBlocksPerMultiprocessor(&r, &p, &f, &s, 128, kb * 1024)) return;
  std::printf("  %s, %3d KB: %d, ", name, kb, r.activeBlocksPerMultiprocessor);
  std::printf("the registers allow %d, shared memory %d\n", r.blockLimitRegs,
              r.blockLimitSharedMem);
}
// end ask

int main() {
  for (int major : {8, 9}) {
    auto p = device(major, major == 8 ? 164 : 228);
    std::printf("compute capability %d.0, blocks on an SM\n", major);
    blocks(p, "step 3 or 4", major == 8 ? 254 : 250, 32);
    for (int stages = 2; stages <= 7; ++stages) {
      char name[] = "step 5, 0 stages";
      name[8] = char('0' + stages);
      blocks(p, name, major == 8 ? 226 : 228, 32 * stages);
    }
  }
}
