// Must not compile: TMA takes the swizzle on bytes.
#include <cute/tensor.hpp>

#include <cute/atom/copy_traits_sm90_tma_swizzle.hpp>

using namespace cute;

// begin error
auto mode = detail::get_tma_swizzle_bits(
    composition(Swizzle<3, 3, 3>{}, Layout<Shape<_8, _64>, Stride<_64, _1>>{}));
// end error
