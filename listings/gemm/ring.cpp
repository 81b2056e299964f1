// The pipeline of hopper.cu as a machine of states. Every order in which its threads, its copies and
// its products can proceed is tried; host code, no GPU.
//
//   g++ -std=c++17 ring.cpp
#include "mbarrier.hpp"
#include "ring.hpp"

#include <array>
#include <cstdio>
#include <deque>
#include <map>
#include <string>
#include <tuple>
#include <vector>

// What can be wrong.
struct Kernel {
  char const* name;
  unsigned producer_parity = producer_starts_with;
  bool releases_early = false;  // arrives before the product has read its stage
  int expected = 2;             // copies that the full barrier waits for
  bool waits_for_empty = true;
};

constexpr int warps = 2;

template <int Stages>
struct State {
  std::array<Mbarrier, Stages> full, empty;
  std::array<std::array<signed char, 2>, Stages> holds;  // tile of A and of B in a stage
  std::vector<std::array<signed char, 3>> flying;        // copies: stage, operand, tile
  Ring<Stages> producer{producer_starts_with};
  signed char loads = 0, line = 0;  // of the producer: tile, line of its program
  struct Warp {
    Ring<Stages> at{consumer_starts_with};
    signed char tile = 0, line = 0, multiplied = 0, released = 0;
  };
  std::array<Warp, warps> warp;

  auto key() const {
    std::string k;
    auto put = [&](int value) { k.push_back(char(value)); };
    for (auto const& ring : {full, empty})
      for (auto const& b : ring) put(b.phase), put(b.pending), put(b.transactions);
    for (auto const& h : holds) put(h[0]), put(h[1]);
    for (auto const& f : flying) put(f[0]), put(f[1]), put(f[2]);
    put(99), put(loads), put(line), put(producer.stage), put(int(producer.parity));
    for (auto const& w : warp)
      put(w.tile), put(w.line), put(w.multiplied), put(w.released), put(w.at.stage),
          put(int(w.at.parity));
    return k;
  }
};

struct Verdict {
  long states = 0, ends = 0, deadlocks = 0, spoiled = 0;
};

template <int Stages>
Verdict explore(Kernel const& kernel, int tiles) {
  State<Stages> first;
  for (auto& b : first.full) b.count = b.pending = 1;
  for (auto& b : first.empty) b.count = b.pending = warps;
  for (auto& h : first.holds) h = {-1, -1};
  first.producer = Ring<Stages>(kernel.producer_parity);

  Verdict verdict;
  std::map<std::string, bool> seen{{first.key(), true}};
  std::deque<State<Stages>> open{first};
  while (!open.empty()) {
    auto const now = open.front();
    open.pop_front();
    ++verdict.states;
    int moves = 0;
    bool spoiled = false;
    auto go = [&](State<Stages> const& next) {
      ++moves;
      if (seen.emplace(next.key(), true).second) open.push_back(next);
    };

    // begin moves
    // The thread that loads: wait, expect, copy A, copy B.
    if (now.loads < tiles) {
      auto next = now;
      int s = now.producer.stage;
      bool can = true;
      if (now.line == 0) {
        can = !kernel.waits_for_empty || now.empty[s].passes(now.producer.parity);
      } else if (now.line == 1) {
        next.full[s].expect(kernel.expected), next.full[s].arrive();
      } else {
        next.flying.push_back({(signed char)s, (signed char)(now.line - 2), now.loads});
      }
      if (++next.line == 4) next.line = 0, ++next.loads, next.producer.advance();
      if (can) go(next);
    }
    // A copy lands; any of those under way can be the first.
    for (std::size_t i = 0; i < now.flying.size(); ++i) {
      auto next = now;
      auto [s, operand, tile] = now.flying[i];
      next.flying.erase(next.flying.begin() + i);
      next.holds[s][operand] = tile;
      next.full[s].complete(1);
      go(next);
    }
    for (int w = 0; w < warps; ++w) {
      // A warp that multiplies: wait, issue, wait for the product before, release its stage.
      auto const& me = now.warp[w];
      if (me.tile < tiles) {
        auto next = now;
        auto& then = next.warp[w];
        int s = me.at.stage;
        bool can = true;
        if (me.line == 0) {
          can = now.full[s].passes(me.at.parity);
        } else if (me.line == 2) {
          can = kernel.releases_early || me.multiplied >= me.tile;  // <1>
        } else if (me.line == 3) {
          if (kernel.releases_early) {
            next.empty[s].arrive();
          } else if (me.tile > 0) {
            next.empty[(s + Stages - 1) % Stages].arrive();
          }
        }
        if (++then.line == 4) then.line = 0, ++then.tile, then.at.advance();
        if (can) go(next);
      }
      // A product of this warp ends. Until then it may have read its stage at any time.
      int issued = me.tile + (me.line >= 2);
      if (me.multiplied < issued) {
        auto next = now;
        int s = me.multiplied % Stages;
        for (auto tile : now.holds[s]) spoiled = spoiled || tile != me.multiplied;  // <2>
        ++next.warp[w].multiplied;
        go(next);
      }
    }
    // end moves
    bool done = now.loads == tiles && now.flying.empty();
    for (auto const& w : now.warp) done = done && w.multiplied == tiles && w.tile == tiles;
    verdict.spoiled += spoiled;
    verdict.ends += done;
    verdict.deadlocks += moves == 0 && !done;
  }
  return verdict;
}

template <int Stages>
void report(Kernel const& kernel, int tiles) {
  auto v = explore<Stages>(kernel, tiles);
  std::printf("%-32s %6d %5d %7ld %4ld %9ld  %s\n", kernel.name, Stages, tiles, v.states,
              v.ends, v.deadlocks, v.spoiled ? "WRONG" : "right");
}

int main() {
  std::printf("%-32s stages tiles  states ends deadlocks  reads\n", "");
  // begin cases
  Kernel right{"as in hopper.cu"};
  report<2>(right, 7);
  report<3>(right, 8);
  report<4>(right, 9);
  Kernel wrong{"producer starts with parity 0"};
  wrong.producer_parity = 0;
  report<4>(wrong, 9);
  Kernel hasty{"releases before the product ends"};
  hasty.releases_early = true;
  report<3>(hasty, 5);
  Kernel half{"expects the bytes of A only"};
  half.expected = 1;
  report<2>(half, 4);
  Kernel blind{"does not wait for empty"};
  blind.waits_for_empty = false;
  report<2>(blind, 5);
  // end cases
}
