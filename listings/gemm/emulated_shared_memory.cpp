// The kernel of shared_memory.cu, run on the host; then twice more on a machine that leaves out one of the
// two barriers of each tile. Those two must go wrong.
#include "emulation.hpp"
#include "shared_memory.cu"

int main() {
  bool right = run() == 0;
  std::printf("\nwithout the barrier before a tile is written:\n");
  emulation::faults = {2, 0};
  right = run() && right;
  std::printf("\nwithout the barrier after it:\n");
  emulation::faults = {2, 1};
  right = run() && right;
  return !right;
}
