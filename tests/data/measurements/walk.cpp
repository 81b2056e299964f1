// Walks a matrix of 4096 x 4096 floats along its rows and along its columns: the same numbers, the
// same sum, the other order. Prints CSV for `folio measure`.
//
//   g++ -O2 -std=c++17 walk.cpp -o walk
//   folio measure walk --no-gpu --compiler "g++ -O2" -- ./walk
#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <vector>

constexpr std::size_t kLargest = 4096;
constexpr int kTries = 5; // the least of them is told: others use the machine too

/// Sums n x n floats that lie in memory row by row; i walks rows, or columns if `by_column`.
float sum(const std::vector<float> &matrix, std::size_t n, bool by_column) {
    const std::size_t outer = by_column ? 1 : n;
    const std::size_t inner = by_column ? n : 1;
    float total = 0;
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
            total += matrix[i * outer + j * inner];
        }
    }
    return total;
}

int main() {
    std::vector<float> matrix(kLargest * kLargest, 1.0f);
    volatile float kept = 0; // what is never read need not be computed
    std::puts("order,size,time (us),bandwidth (GB/s)");
    for (std::size_t n = 512; n <= kLargest; n *= 2) {
        for (bool by_column : {false, true}) {
            double time = 1e300; // us
            for (int attempt = 0; attempt < kTries; ++attempt) {
                const auto start = std::chrono::steady_clock::now();
                kept = sum(matrix, n, by_column);
                const std::chrono::duration<double, std::micro> passed =
                    std::chrono::steady_clock::now() - start;
                time = std::min(time, passed.count());
            }
            const double bytes = double(n) * double(n) * sizeof(float);
            std::printf("%s,%zu,%.1f,%.3f\n", by_column ? "by column" : "by row", n, time,
                        bytes / time / 1e3);
        }
    }
    return kept < 0;
}
