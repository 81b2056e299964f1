// Two bytes a thread with cp.async: must not compile.
#include <cute/tensor.hpp>

using namespace cute;

// begin mistake
using Copy = Copy_Atom<SM80_CP_ASYNC_CACHEALWAYS<half_t>, half_t>;
using Load = decltype(make_tiled_copy(Copy{}, Layout<Shape<_2, _64>, Stride<_64, _1>>{}));
// end mistake

int main() { return size(Load{}) != 128; }
