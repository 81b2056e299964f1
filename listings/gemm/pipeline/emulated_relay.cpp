// relay.cu on the host: every wait for two, three and four stages, and four plans that are wrong.
#include "../emulation.hpp"
#include "relay.cu"

// begin ask
float value(int chunk) { return chunk * 5 % 7 + 1; }

template <int Stages, int Wait, Plan plan = Plan::right>
void ask(char const* what, int tiles = 7) {
  half_t* in = allocate(tiles * 1024);
  half_t* out = allocate(128);
  for (int i = 0; i < tiles * 1024; ++i) in[i] = half_t(value(i / 8));
  emulation::kernel = [=] { relay<Stages, Wait, plan>(out, in, tiles); };
  int poisoned = 0, wrong = 0;
  for (bool upwards : {true, false}) {  // from warp 0 to warp 3, and the other way
    std::memset(static_cast<void*>(shared_memory), 0xff, sizeof(shared_memory));
    emulation::run_block(128, upwards);
    for (int thread = 0; thread < 128; ++thread) {
      float sum = 0;
      for (int tile = 0; tile < tiles; ++tile) sum += value(tile * 128 + 127 - thread);
      poisoned += std::isnan(float(out[thread]));
      wrong += !(float(out[thread]) == sum);
    }
  }
  std::printf("%d stages, wait<%d>, %s: poison read: %s, sums: %s\n", Stages, Wait, what,
              poisoned ? "yes" : "no", wrong ? "WRONG" : "right");
  release(in), release(out);
}
// end ask

int main() {
  ask<2, 0>("as written");
  ask<2, 1>("as written");
  ask<3, 0>("as written");
  ask<3, 1>("as written");
  ask<3, 2>("as written");
  ask<4, 1>("as written");
  ask<4, 2>("as written");
  ask<4, 3>("as written");
  ask<4, 2>("as written, 2 tiles", 2);
  ask<3, 1, Plan::barrier_first>("barrier before the wait");
  ask<3, 1, Plan::no_barrier>("no barrier");
  ask<3, 1, Plan::fetch_first>("fetch before the barrier");
  ask<3, 1, Plan::no_empty_groups>("no empty groups");
  ask<2, 0, Plan::no_empty_groups>("no empty groups");
}
