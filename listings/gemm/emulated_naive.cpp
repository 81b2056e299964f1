// The kernel of naive.cu, run on the host.
#include "emulation.hpp"
#include "naive.cu"

int main() { return run(); }
