// The number of stages as an argument: must not compile.
#include <cute/tensor.hpp>

using namespace cute;

// begin mistake
void step(int stages) {
  cp_async_wait<stages - 2>();
}
// end mistake

int main() { step(3); }
