// The kernel of ragged.cu, run on the host for sizes that are no multiples of a tile.
#include "emulation.hpp"
#include "ragged.cu"

int main() { return run() || run({1, 129, 17}) || run({128, 128, 16}); }
