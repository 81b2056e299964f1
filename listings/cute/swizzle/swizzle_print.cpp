// What a swizzle is, what its slices are, and how it is recast: host code, no GPU.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl swizzle_print.cpp
#include <cute/tensor.hpp>

#include <cstdio>

using namespace cute;

template <class... Parts>
void line(char const* name, Parts const&... parts) {
  std::printf("%-30s", name);
  (print(parts), ...);
  std::printf("\n");
}

int main() {
  // begin bits
  Swizzle<3, 3, 3> sw;
  std::printf("Y mask %#x, Z mask %#x\n", decltype(sw)::yyy_msk::value,
              decltype(sw)::zzz_msk::value);
  int offset = 5 * 64 + 2 * 8 + 7;  // row 5, chunk 2, half 7
  std::printf("%d -> %d -> %d\n", offset, sw(offset), sw(sw(offset)));
  // end bits

  // begin negative
  Swizzle<3, 3, -3> other;
  std::printf("Sw<3,3,3>  %d -> %d\n", offset, sw(offset));
  std::printf("Sw<3,3,-3> %d -> %d\n", offset, other(offset));
  // end negative

  auto tile64 = composition(Swizzle<3, 3, 3>{}, Layout<Shape<_8, _64>, Stride<_64, _1>>{});

  // begin recast
  Swizzle<3, 4, 3> bytes;  // <1>
  line("on bytes", bytes);
  line("on halves", recast_layout<uint8_t, half_t>(bytes));  // <2>
  line("on floats", recast_layout<uint8_t, float>(bytes));
  line("on 16-byte vectors", recast_layout<uint8_t, uint128_t>(bytes));
  line("on bits", recast_layout<uint8_t, uint1b_t>(bytes));
  line("Sw<3,2,3> on 8 halves at once", upcast<8>(Swizzle<3, 2, 3>{}));  // <3>
  // end recast

  // begin slices
  int row = 3;
  auto show = [](char const* name, auto const& pair) {
    line(name, get<0>(pair), " from ", get<1>(pair));
  };
  show("(_3, _)", slice_and_offset(make_coord(_3{}, _), tile64));  // <1>
  show("(3, _)", slice_and_offset(make_coord(row, _), tile64));    // <2>
  auto chunks = logical_divide(tile64, make_tile(_, _8{}));        // <3>
  show("(_, (_, 2))", slice_and_offset(make_coord(_, make_coord(_, 2)), chunks));
  auto corner = logical_divide(tile64, make_tile(_4{}, _32{}));
  show("((_, 1), (_, 1))",
       slice_and_offset(make_coord(make_coord(_, 1), make_coord(_, 1)), corner));  // <4>
  line("get_swizzle_portion", get_swizzle_portion(tile64));
  line("get_nonswizzle_portion", get_nonswizzle_portion(tile64));
  // end slices
}
