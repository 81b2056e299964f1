// Sums the offsets of a layout, by one loop.
#include <cstdio>

struct Layout {
  int rows, columns, down, across;
  // Where the element in row i and column j lies.
  constexpr int operator()(int i, int j) const { return i * down + j * across; }
};

int sum(Layout layout) {
  int total = 0;  // over all integers
  for (int k = 0; k < layout.rows * layout.columns; ++k)
    total += layout(k % layout.rows, k / layout.rows);
  return total;
}

int main() {
  std::printf("row-major  sum %d\n", sum({4, 8, 8, 1}));
  std::printf("padded     sum %d\n", sum({4, 8, 10, 1}));
}
