// The kernel of epilogue.cu, run on the host, and what its stores cost beside those of step 5.
#include "emulation.hpp"

#include "epilogue.cu"

// begin count
struct Cost {
  int instructions = 0, sectors = 0, partly = 0;  // a sector: 32 aligned bytes
};

// The stores of a warp: at `offset(thread, store)` a thread writes `bytes`.
template <class Offset>
void add(Cost& cost, int bytes, int stores, Offset offset) {
  for (int i = 0; i < stores; ++i) {
    std::set<int> sectors, words;
    for (int t = 0; t < 32; ++t)
      for (int b = 0; b < bytes; b += 4)
        words.insert((offset(t, i) + b) / 4),
            sectors.insert((offset(t, i) + b) / 32);
    ++cost.instructions, cost.sectors += sectors.size();
    for (int s : sectors) {
      int filled = 0;
      for (int w = 0; w < 8; ++w) filled += words.count(8 * s + w);
      cost.partly += filled < 8;
    }
  }
}

// Passes of a store of 4 bytes: the most words that fall into one of 32 banks.
template <class Offset>
int passes(int stores, Offset offset) {
  int all = 0;
  for (int i = 0; i < stores; ++i) {
    std::set<int> bank[32];
    size_t most = 0;
    for (int t = 0; t < 32; ++t)
      bank[offset(t, i) / 4 % 32].insert(offset(t, i) / 4);
    for (auto& words : bank) most = std::max(most, words.size());
    all += most;
  }
  return all;
}
// end count

int main() {
  // begin run
  int wrong = run<3>() + run<4>();
  // end run

  // begin compare
  auto tile = make_tensor(counting_iterator<int>{0},  // an element is its offset in global memory
                          make_layout(Shape<_128, _128>{}, make_stride(4096, _1{})));
  Cost pairs, rows;
  int swizzled = 0, plain = 0;
  for (int warp = 0; warp < 4; ++warp) {
    auto fragment = [&](auto const& where, int t) {
      return Mma{}.get_slice(32 * warp + t).partition_C(where);
    };
    add(pairs, 4, 64, [&](int t, int i) { return 2 * fragment(tile, t)(2 * i); });
    add(rows, 16, 16, [&](int t, int i) {
      return 2 * Store{}.get_slice(32 * warp + t).partition_D(tile)(8 * i);
    });
    auto at = [&](auto layout) {
      auto identity = make_identity_tensor(Shape<_128, _128>{});
      return [=](int t, int i) { return 2 * layout(fragment(identity, t)(2 * i)); };
    };
    swizzled += passes(64, at(Result{}));
    plain += passes(64, at(make_layout(Shape<_128, _128>{}, LayoutRight{})));
  }
  std::printf("from registers:     %3d stores, %4d sectors, %4d of them partly\n",
              pairs.instructions, pairs.sectors, pairs.partly);
  std::printf("from shared memory: %3d stores, %4d sectors, %4d of them partly\n",
              rows.instructions, rows.sectors, rows.partly);
  std::printf("into shared memory: %d stores, %d passes; %d without the swizzle\n",
              pairs.instructions, swizzled, plain);
  // end compare
  return wrong;
}
