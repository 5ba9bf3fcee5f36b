// Wrong answers, the same ones for the same seed.
#pragma once
#include <climits>
#include <cstring>
#include <iterator>

#include "library.hpp"

namespace {

enum class Lie { None, Code, Silent, Scramble, Extreme, Text, Count };

struct Output {
  enum Kind { Plain, Text, Count } kind;
  void *at;
  size_t size;
};

/** A repeatable stream of random numbers: the same calls in the same order get the same lies. */
class Dice {
 public:
  explicit Dice(u64 seed) : state_(seed) {}
  u64 roll() {
    u64 z = (state_ += 0x9E3779B97F4A7C15ull);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return z ^ (z >> 31);
  }
  u64 below(u64 n) { return roll() % n; }

 private:
  u64 state_;
};

int strangeCode(Dice &dice) {
  static constexpr int kCodes[] = {0,  1,  2,  3,  4,  6,  7,  9,   10,   13, 15,      16,     18,
                                   21, 25, 26, 27, 30, 31, 77, 999, 1000, -1, INT_MIN, INT_MAX};
  return kCodes[dice.below(std::size(kCodes))];
}

void distort(Lie lie, Dice &dice, const std::vector<Output> &outputs) {
  for (const Output &o : outputs) {
    auto *bytes = static_cast<u8 *>(o.at);
    if (lie == Lie::Scramble || (lie == Lie::Text && o.kind == Output::Text)) {
      for (size_t i = 0; i < o.size; ++i)
        bytes[i] = static_cast<u8>(lie == Lie::Text ? 1 + dice.below(255) : dice.roll());
    } else if (lie == Lie::Extreme) {
      memset(o.at, dice.below(2) ? 0xFF : 0x80, o.size);
    } else if (lie == Lie::Count && o.kind == Output::Count && o.size == 4) {
      static constexpr u32 kCounts[] = {0, 1, 255, 65536, 0x7FFFFFFF, 0xFFFFFFFF};
      memcpy(o.at, &kCounts[dice.below(std::size(kCounts))], 4);
    }
  }
}

}  // namespace
