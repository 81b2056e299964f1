// The kernel of tensor_cores.cu, run on the host.
#include "emulation.hpp"
#include "tensor_cores.cu"

int main() { return run(); }
