// Must not compile: a layout where a shape was meant.
#include <cute/layout.hpp>

using namespace cute;

// begin refused
using Matrix = Layout<Shape<_4, _6>, Stride<_6, _1>>;
auto meant = zipped_divide(Matrix{}, Shape<_2, _3>{});
auto written = zipped_divide(Matrix{}, make_layout(Shape<_2, _3>{}));
// end refused

int main() {}
