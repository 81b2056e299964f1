// The kernel of swizzled.cu, run on the host.
#include "emulation.hpp"
#include "swizzled.cu"

int main() { return run(); }
