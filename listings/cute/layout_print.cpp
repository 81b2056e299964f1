// CuTe prints layouts, evaluates them, slices and coalesces them: host code, no GPU needed.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl layout_print.cpp
#include <cute/layout.hpp>
#include <cute/atom/mma_traits_sm80.hpp>
#include <cute/atom/mma_traits_sm90_gmma.hpp>

#include <cstdio>
#include <type_traits>

using namespace cute;

template <class Value>
void show(char const* what, Value const& value) {
  std::printf("%-33s", what);
  print(value);
  std::printf("\n");
}

void strides() {
  // begin make
  show("default strides", make_layout(make_shape(Int<4>{}, Int<8>{})));
  show("LayoutRight", make_layout(make_shape(Int<4>{}, Int<8>{}), LayoutRight{}));
  int ld = 10;
  show("row-major, leading dimension 10",
       make_layout(make_shape(Int<4>{}, Int<8>{}), make_stride(ld, Int<1>{})));
  // end of make
}

// begin tiled
using Tiled = Layout<Shape<Shape<_2, _2>, Shape<_2, _4>>,
                     Stride<Stride<_1, _4>, Stride<_2, _8>>>;

void coordinates() {
  Tiled tiled;
  show("layout", tiled);
  show("natural coordinate of 18", idx2crd(18, tiled.shape()));
  show("offset at 18", tiled(18));
  show("offset at (2,4)", tiled(2, 4));
  show("offset at ((0,1),(0,2))", tiled(make_coord(0, 1), make_coord(0, 2)));
}
// end of tiled

void slices() {
  // begin slice
  Tiled tiled;
  show("row 2", tiled(2, _));  // <1>
  show("column 5", tiled(_, 5));
  show("one 2x2 tile", tiled(make_coord(_, 1), make_coord(_, 2)));
  auto block = make_coord(make_coord(_, 1), make_coord(_, 2));
  auto [tile, offset] = slice_and_offset(block, tiled);  // <2>
  show("... and where it starts", offset);
  // end of slice
  show("its offset at (1,1)", tile(1, 1));
}

void sizes() {
  auto padded = make_layout(make_shape(Int<4>{}, Int<8>{}), make_stride(Int<10>{}, Int<1>{}));
  show("size of (4,8):(10,1)", size(padded));
  show("cosize of (4,8):(10,1)", cosize(padded));
}

void merging() {
  // begin coalesce
  show("static", coalesce(Layout<Shape<_2, Shape<_4, _8>>>{}));
  show("dynamic", coalesce(make_layout(make_shape(2, make_shape(4, 8)))));
  show("padded", coalesce(Layout<Shape<_8, _4>, Stride<_1, _10>>{}));
  using Split = Layout<Shape<Shape<_2, _4>, Shape<_2, _4>>>;
  show("all modes together", coalesce(Split{}));
  show("each mode by itself", coalesce(Split{}, Step<_1, _1>{}));
  // end of coalesce
  std::printf("%-33s%zu and %zu\n", "sizeof, static and dynamic", sizeof(Layout<Shape<_4, _8>>),
              sizeof(make_layout(make_shape(4, 8))));
}

void outside() {
  // begin outside
  auto row_major = make_layout(make_shape(Int<4>{}, Int<8>{}), LayoutRight{});
  show("last valid 1-D coordinate, 31", row_major(31));
  show("no valid coordinate, 32", row_major(32));  // not checked: this is the offset of (0,8)
  // end of outside
  show("1-D coordinates 0, 1, 2 go down", make_coord(row_major(0), row_major(1), row_major(2)));
}

// begin fragments
using Warp16x8 = MMA_Traits<SM80_16x8x16_F32F16F16F32_TN>::CLayout;
using Accumulator64x16 = SM90::GMMA::CLayout_64x16;
using OperandA64x16 = SM90::GMMA::ALayout_64x16;  // 16-bit elements
using Accumulator64x32 = SM90::GMMA::CLayout_64x32;
using OperandA64x32 = SM90::GMMA::ALayout_64x32;  // 8-bit elements

static_assert(std::is_same_v<Accumulator64x16, OperandA64x16>);
static_assert(not std::is_same_v<Accumulator64x32, OperandA64x32>);
// end of fragments

void fragments() {
  show("mma.m16n8k16 accumulators", Warp16x8{});
  show("wgmma 64x16 accumulators", Accumulator64x16{});
  show("wgmma 64x16 operand A, 16 bit", OperandA64x16{});
  show("wgmma 64x32 accumulators", Accumulator64x32{});
  show("wgmma 64x32 operand A, 8 bit", OperandA64x32{});
}

int main() {
  strides();
  coordinates();
  slices();
  sizes();
  merging();
  outside();
  fragments();
}
