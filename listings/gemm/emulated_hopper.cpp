// The kernel of hopper.cu, run on the host: with copies and products that come early, late and
// mixed, with fewer tiles than stages, with a band of eight rows of tiles, and with two faults.
#include "hopper_emulation.hpp"

#include "hopper.cu"

int main() {
  using namespace emulation;
  int wrong = 0;
  // begin orders
  std::printf("early: "), order = Order::early, wrong += run();
  std::printf("late: "), order = Order::late, wrong += run();
  order = Order::mixed;
  for (unsigned number : {1, 2, 3}) std::printf("mixed: "), seed = number, wrong += run();
  std::printf("two tiles: "), wrong += run({128, 256, 128});
  std::printf("a band of eight: "), wrong += run({1024, 512, 64});
  // end orders
  // begin faults
  std::printf("told of A only: ");
  faults.unexpected_bytes = hopper::TileN{} * hopper::TileK{} * 2, run();
  faults = {}, faults.products_awaited = false, order = Order::late;
  std::printf("released early: ");
  run();
  // end faults
  return wrong;
}
