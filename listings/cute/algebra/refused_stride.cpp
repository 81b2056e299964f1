// Must not compile: every sixth element of a 4 x 8 row-major matrix, counted down its columns.
#include <cute/layout.hpp>

using namespace cute;

// begin refused
using Matrix = Layout<Shape<_4, _8>, Stride<_8, _1>>;
auto every_sixth = composition(Matrix{}, Layout<_4, _6>{});
// end refused

int main() {}
