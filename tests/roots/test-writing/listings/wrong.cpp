// Does not compile, and is meant not to: the shape and the stride differ in length.
template <int... S>
struct Shape {};

template <int... S, int... D>
constexpr void congruent(Shape<S...>, Shape<D...>) {
  static_assert(sizeof...(S) == sizeof...(D), "shape and stride are not congruent");
}

int main() { congruent(Shape<4, 8>{}, Shape<1>{}); }
