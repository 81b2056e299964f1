// Sums the offsets of a layout, as sum.py does.
#include <cstdio>

struct Layout {
  int rows, columns, down, across;
  // Where the element in row i and column j lies.
  constexpr int operator()(int i, int j) const { return i * down + j * across; }
};

int sum(Layout layout) {
  int total = 0;
  for (int i = 0; i < layout.rows; ++i)
    for (int j = 0; j < layout.columns; ++j) total += layout(i, j);
  return total;
}

int main() {
  std::printf("row-major  sum %d\n", sum({4, 8, 8, 1}));
  std::printf("padded     sum %d\n", sum({4, 8, 10, 1}));
}
