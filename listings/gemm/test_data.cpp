// The sums that the ladder is tested with: how large they are, and whether half precision holds each of them.
#include "emulation.hpp"
#include "reference.hpp"

int main() {
  auto [m, n, k] = Size{};
  float largest = 0;
  int rounded = 0;
  for (int i = 0; i < m; ++i) {
    for (int j = 0; j < n; ++j) {
      float sum = 0;
      for (int l = 0; l < k; ++l) sum += filled(1, i * k + l) * filled(2, j * k + l);
      largest = std::max(largest, std::fabs(sum));
      rounded += float(half_t(sum)) != sum;
    }
  }
  std::printf("%d x %d x %d: largest sum %g, %d of %d rounded by half\n", m, n, k, largest, rounded, m * n);
}
