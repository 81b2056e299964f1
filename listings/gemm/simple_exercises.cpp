// The numbers in the answers to the exercises of Part 7.
#include <cute/tensor.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

using namespace cute;

// A matrix in BLAS's manner: column-major, with a leading dimension, transposed or not.
float op(std::vector<float> const& x, int ld, bool transposed, int i, int j) {
  return transposed ? x[j + i * ld] : x[i + j * ld];
}

std::vector<float> blas(bool ta, bool tb, int m, int n, int k, std::vector<float> const& a, int lda,
                        std::vector<float> const& b, int ldb, int ldc) {
  std::vector<float> c(ldc * n);
  for (int j = 0; j < n; ++j)
    for (int i = 0; i < m; ++i)
      for (int l = 0; l < k; ++l) c[i + j * ldc] += op(a, lda, ta, i, l) * op(b, ldb, tb, l, j);
  return c;
}

template <class Strides, class Warps>
void count(char const* name, Strides strides, Warps warps) {
  half_t* none = nullptr;
  auto A = make_tensor(none, make_layout(Shape<_128, _16>{}, strides));
  auto mma = make_tiled_mma(SM80_16x8x16_F32F16F16F32_TN{}, warps);
  auto tA = mma.get_slice(0).partition_A(A), tB = mma.get_slice(0).partition_B(A);
  std::printf("%s: %d halves of A and %d of B in a thread, %d neighbours at a time\n", name, int(size(tA)),
              int(size(tB)), int(max_common_vector(tA, mma.get_slice(0).make_fragment_A(tA))));
}

int main() {
  std::printf("1. flop per byte of a tile:");
  for (auto [m, n] : {std::pair{64, 64}, {128, 128}, {128, 256}, {256, 256}}) {
    std::printf("  %d x %d: %.1f", m, n, 2.0 * m * n / (2.0 * (m + n)));
  }
  std::printf("\n");

  Layout<Shape<_128, _16>, Stride<_16, _1>> k_major;
  Layout<Shape<_128, _16>, Stride<_1, _128>> m_major;
  std::printf("2. ");
  count("2 x 2 warps", k_major.stride(), Layout<Shape<_2, _2>>{});
  std::printf("   ");
  count("4 x 1 warps", k_major.stride(), Layout<Shape<_4, _1>>{});
  std::printf("3. ");
  count("A with M contiguous", m_major.stride(), Layout<Shape<_2, _2>>{});

  int const m = 5, n = 7, k = 3;  // row-major: a is m x k, b is n x k, d is m x n
  std::vector<float> a(m * k), b(n * k), d(m * n);
  for (int i = 0; i < m * k; ++i) a[i] = i % 4;
  for (int i = 0; i < n * k; ++i) b[i] = i % 5;
  for (int i = 0; i < m; ++i)
    for (int j = 0; j < n; ++j)
      for (int l = 0; l < k; ++l) d[i * n + j] += a[i * k + l] * b[j * k + l];
  std::printf("4. gemm(T, N, n, m, k, b, k, a, k, d, n): %s\n",
              blas(true, false, n, m, k, b, k, a, k, n) == d ? "equal" : "different");

  auto D = make_tensor(counting_iterator<int>{0}, make_layout(Shape<_128, _128>{}, LayoutRight{}));
  auto mine = local_partition(D, Layout<Shape<_16, _16>, Stride<_16, _1>>{}, 100);
  int first = mine(0, 0), next = mine(1, 1), last = mine(7, 7);
  std::printf("5. thread 100: (%d,%d), (%d,%d), ... (%d,%d)\n", first / 128, first % 128, next / 128, next % 128,
              last / 128, last % 128);
}
