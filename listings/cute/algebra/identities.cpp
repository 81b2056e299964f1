// The identities of the layout algebra, checked in CuTe over many static layouts.
//
// Needs the headers of CUTLASS (here 4.2.0) and of the CUDA toolkit (here 13.0):
//   g++ -std=c++17 -I cutlass/include -I cuda/include -I cuda/include/cccl identities.cpp
#include <cute/layout.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <type_traits>
#include <vector>

using namespace cute;

// Eight layouts of 64 elements ...
using Data = std::tuple<
    Layout<_64>,
    Layout<_64, _3>,
    Layout<Shape<_8, _8>, Stride<_8, _1>>,                            // row-major
    Layout<Shape<_8, _8>, Stride<_10, _1>>,                           // padded
    Layout<Shape<_4, _16>, Stride<_16, _1>>,
    Layout<Shape<Shape<_2, _4>, Shape<_2, _4>>,
           Stride<Stride<_1, _4>, Stride<_2, _16>>>,                  // blocks of 2 x 2
    Layout<Shape<Shape<_4, _2>, _8>, Stride<Stride<_1, _32>, _4>>,
    Layout<Shape<_16, Shape<_2, _2>>, Stride<_1, Stride<_0, _16>>>>;  // a broadcast

// ... and nine tilers: injective, with strides that divide each other and 64.
using Tilers = std::tuple<
    Layout<_1>, Layout<_4, _2>, Layout<_8, _4>, Layout<_2, _32>,
    Layout<Shape<_2, _2>, Stride<_1, _8>>, Layout<Shape<_2, _4>, Stride<_16, _2>>,
    Layout<Shape<_2, _2, _2>, Stride<_8, _32, _1>>,
    Layout<Shape<_4, Shape<_2, _2>>, Stride<_4, Stride<_1, _32>>>,
    Layout<Shape<_8, _8>, Stride<_8, _1>>>;

int checks = 0;

void expect(bool holds, char const* identity) {
  ++checks;
  if (not holds) {
    std::printf("fails: %s\n", identity);
    std::exit(1);
  }
}

template <class A, class B>
bool same_function(A const& a, B const& b) {
  if (int(size(a)) != int(size(b))) return false;
  for (int i = 0; i < int(size(a)); ++i) {
    if (int(a(i)) != int(b(i))) return false;
  }
  return true;
}

template <class A>
std::vector<int> offsets(A const& a) {
  std::vector<int> all;
  for (int i = 0; i < int(size(a)); ++i) all.push_back(a(i));
  return all;
}

template <class A>
std::vector<int> sorted_offsets(A const& a) {
  auto all = offsets(a);
  std::sort(all.begin(), all.end());
  return all;
}

bool distinct(std::vector<int> const& sorted) {
  return std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end();
}

template <class X, class Y>
constexpr bool same_type(X const&, Y const&) {
  return std::is_same_v<X, Y>;
}

template <class B>
void of_tiler(B const& b) {
  // begin complement
  auto rest = complement(b, _64{});
  auto both = make_layout(b, rest);
  expect(size(both) == 64 and distinct(sorted_offsets(both)) and cosize(both) == 64,
         "(B, B*) is a bijection onto 0 .. 63");
  auto steps = offsets(rest);
  expect(std::is_sorted(steps.begin(), steps.end()), "B* is ordered");
  expect(same_function(logical_divide(Layout<_64>{}, b),
                       logical_product(b, Int<64 / size(B{})>{})),
         "id / B = B x (64 / |B|)");
  // end complement
  for (int i = 0; i < int(size(b)); ++i) {
    expect(left_inverse(b)(b(i)) == i, "left_inverse(B) o B = id");
  }
}

template <class A>
void of_data(A const& a) {
  auto right = right_inverse(a);
  for (int i = 0; i < int(size(right)); ++i) {
    expect(a(right(i)) == i, "A o right_inverse(A) = id");
  }
  expect(same_function(a, coalesce(a)), "coalesce keeps the function");
}

template <class A, class B>
void of_pair(A const& a, B const& b) {
  // begin pair
  auto ab = composition(a, b);
  for (int i = 0; i < int(size(b)); ++i) {
    expect(ab(i) == a(b(i)), "(A o B)(i) = A(B(i))");
  }
  static_assert(is_compatible<decltype(shape(b)), decltype(shape(ab))>::value);
  auto c = Layout<_2, Int<size(B{}) / 2>>{};
  if constexpr (size(B{}) > 1) {
    expect(same_function(composition(ab, c), composition(a, composition(b, c))),
           "(A o B) o C = A o (B o C)");
  }

  auto divided = logical_divide(a, b);
  expect(same_type(layout<0>(divided), ab), "the first mode of A / B is A o B");
  expect(sorted_offsets(divided) == sorted_offsets(a), "A / B reaches what A reaches");
  // end pair
}

template <class A, class B>
void of_block_and_tiler(A const& a, B const& b) {
  // begin product
  auto product = logical_product(a, b);
  auto pair = make_layout(a, complement(a, size(a) * cosize(b)));
  expect(same_type(product, composition(pair, make_tile(_, b))),
         "A x B = (A, A*) o <_, B>");
  expect(distinct(sorted_offsets(product)), "A x B is injective");
  expect(same_type(layout<0>(product), a), "its first mode is A");
  static_assert(is_compatible<decltype(shape(b)), decltype(shape<1>(product))>::value);
  // end product
}

int main() {
  std::apply([](auto... b) { (of_tiler(b), ...); }, Tilers{});
  std::apply([](auto... a) { (of_data(a), ...); }, Data{});
  std::apply([](auto... a) {
    auto with_all = [](auto one) {
      std::apply([&](auto... b) { (of_pair(one, b), ...); }, Tilers{});
    };
    (with_all(a), ...);
  }, Data{});
  std::apply([](auto... a) {
    auto with_all = [](auto one) {
      std::apply([&](auto... b) { (of_block_and_tiler(one, b), ...); }, Tilers{});
    };
    (with_all(a), ...);
  }, Tilers{});
  std::printf("%d checks, all hold: %zu layouts, %zu tilers\n", checks, std::tuple_size_v<Data>,
              std::tuple_size_v<Tilers>);
}
