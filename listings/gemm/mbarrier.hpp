// An mbarrier as the PTX manual describes it. ring.cpp counts copies with it,
// hopper_emulation.hpp bytes.
#pragma once

// begin barrier
struct Mbarrier {
  int count = 0, pending = 0, phase = 0, transactions = 0;

  void expect(int n) { transactions += n; }
  void arrive() { --pending, settle(); }
  void complete(int n) { transactions -= n, settle(); }
  bool passes(unsigned parity) const { return unsigned(phase) != parity; }  // <1>

  void settle() {
    if (pending == 0 && transactions == 0) phase ^= 1, pending = count;  // <2>
  }
};
// end barrier
