// Must not compile: the complement of a layout whose modes interleave.
#include <cute/layout.hpp>

using namespace cute;

// begin refused
using Interleaved = Layout<Shape<_3, _2>, Stride<_2, _3>>;  // reaches 0, 2, 4, 3, 5, 7
auto rest = complement(Interleaved{}, _12{});
// end refused

int main() {}
