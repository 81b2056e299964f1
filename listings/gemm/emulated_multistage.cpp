// The kernel of multistage.cu, run on the host with two, three and four stages, also for fewer tiles than
// stages; then on a machine that waits for one group too few, and on one without barriers. Those must go wrong.
#include "emulation.hpp"
#include "multistage.cu"

int main() {
  bool right = run<2>() == 0;
  right = run<3>() == 0 && right;
  right = run<4>() == 0 && right;
  right = run<4>({128, 128, 64}) == 0 && right;
  std::printf("\none group too few waited for:\n");
  emulation::faults.late = 1;
  right = run<3>() && right;
  std::printf("\nwithout barriers:\n");
  emulation::faults = {1, 0};
  right = run<3>() && right;
  return !right;
}
