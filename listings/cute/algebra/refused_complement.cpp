// Must not compile: the complement of a layout whose modes interleave.
#include <cute/layout.hpp>

using namespace cute;

// begin refused
using Interleaved = Layout<Shape<_3, _2>, Stride<_2, _3>>;
auto rest = complement(Interleaved{}, _12{});
// end refused

int main() {}
