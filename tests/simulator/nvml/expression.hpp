// Numbers of a scenario: functions of time with a closed integral.
#pragma once
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <map>
#include <stdexcept>
#include <vector>

#include "layout.hpp"

namespace {

// 64 bits of mantissa on x86: every unsigned 64-bit number is exact.
using Real = long double;

enum class Op {
  Number,
  Gpu,
  Link,
  Time,
  Ref,
  Add,
  Subtract,
  Multiply,
  Divide,
  Wave,
  Square,
  Noise,
  Step,
  Min,
  Max,
  Delay,
  Integral,
  Lifetime
};

struct Expr {
  Op op = Op::Number;
  Real number = 0;
  string name;
  std::vector<Expr> args;
};

/** What an expression may look at. `ref` evaluates another key of the same GPU. */
struct Scope {
  Real now = 0;
  Real loaded = 0;
  int gpu = 0;
  int link = 0;
  const std::function<const Expr *(const string &)> *ref = nullptr;
  int depth = 0;
};

struct FunctionInfo {
  const char *name;
  Op op;
  size_t least, most;
};
constexpr FunctionInfo kFunctions[] = {
    {"wave", Op::Wave, 3, 4},   {"square", Op::Square, 4, 5},     {"noise", Op::Noise, 1, 2},
    {"step", Op::Step, 3, 3},   {"min", Op::Min, 2, 2},           {"max", Op::Max, 2, 2},
    {"delay", Op::Delay, 2, 2}, {"integral", Op::Integral, 1, 1}, {"lifetime", Op::Lifetime, 1, 1},
};

Real valueOf(const Expr &e, Scope s);
Real areaOf(const Expr &e, Scope s, Real from, Real to);

Real phaseOf(const Expr &e, size_t index, const Scope &s) {
  return e.args.size() > index ? valueOf(e.args[index], s) : static_cast<Real>(s.gpu) / 8;
}

Real waveArea(const Expr &e, const Scope &s, Real at) {
  const Real low = valueOf(e.args[0], s), high = valueOf(e.args[1], s),
             period = valueOf(e.args[2], s);
  const Real x = 2 * M_PIl * (at / period + phaseOf(e, 3, s));
  return (low + high) / 2 * at - (high - low) / 2 * sinl(x) * period / (2 * M_PIl);
}

Real squareArea(const Expr &e, const Scope &s, Real at) {
  const Real low = valueOf(e.args[0], s), high = valueOf(e.args[1], s),
             period = valueOf(e.args[2], s);
  const Real duty = valueOf(e.args[3], s), x = at / period + phaseOf(e, 4, s), whole = floorl(x);
  return low * at + (high - low) * period * (whole * duty + std::min(x - whole, duty));
}

Real noiseAt(const Expr &e, const Scope &s) {
  const Real period = e.args.size() > 1 ? valueOf(e.args[1], s) : 1;
  u64 x = static_cast<u64>(static_cast<i64>(floorl(s.now / period))) * 0x9E3779B97F4A7C15ull +
          static_cast<u64>(s.gpu) * 0xD1B54A32D192ED03ull;
  x ^= x >> 31;
  x *= 0xBF58476D1CE4E5B9ull;
  x ^= x >> 29;
  return valueOf(e.args[0], s) * (static_cast<Real>(x % 20001) / 10000 - 1);
}

const Expr &follow(const Expr &e, Scope &s) {
  if (++s.depth > 16) throw std::runtime_error("$" + e.name + " refers to itself");
  const Expr *target = s.ref ? (*s.ref)(e.name) : nullptr;
  if (!target) throw std::runtime_error("$" + e.name + " has no number");
  return *target;
}

Real valueOf(const Expr &e, Scope s) {
  switch (e.op) {
    case Op::Number:
      return e.number;
    case Op::Gpu:
      return s.gpu;
    case Op::Link:
      return s.link;
    case Op::Time:
      return s.now;
    case Op::Ref: {
      const Expr &target = follow(e, s);
      return valueOf(target, s);
    }
    case Op::Add:
      return valueOf(e.args[0], s) + valueOf(e.args[1], s);
    case Op::Subtract:
      return valueOf(e.args[0], s) - valueOf(e.args[1], s);
    case Op::Multiply:
      return valueOf(e.args[0], s) * valueOf(e.args[1], s);
    case Op::Divide:
      return valueOf(e.args[0], s) / valueOf(e.args[1], s);
    case Op::Min:
      return std::min(valueOf(e.args[0], s), valueOf(e.args[1], s));
    case Op::Max:
      return std::max(valueOf(e.args[0], s), valueOf(e.args[1], s));
    case Op::Noise:
      return noiseAt(e, s);
    case Op::Step:
      return valueOf(e.args[s.now < valueOf(e.args[0], s) ? 1 : 2], s);
    case Op::Wave: {
      const Real low = valueOf(e.args[0], s), high = valueOf(e.args[1], s);
      return low + (high - low) *
                       (1 - cosl(2 * M_PIl * (s.now / valueOf(e.args[2], s) + phaseOf(e, 3, s)))) /
                       2;
    }
    case Op::Square: {
      const Real x = s.now / valueOf(e.args[2], s) + phaseOf(e, 4, s);
      return valueOf(e.args[x - floorl(x) < valueOf(e.args[3], s) ? 1 : 0], s);
    }
    case Op::Delay: {
      s.now -= valueOf(e.args[1], s);
      return valueOf(e.args[0], s);
    }
    case Op::Integral:
      return areaOf(e.args[0], s, s.loaded, std::max(s.loaded, s.now));
    case Op::Lifetime:
      return areaOf(e.args[0], s, 0, std::max<Real>(0, s.now));
  }
  return 0;
}

bool isConstant(const Expr &e) {
  if (e.op == Op::Number || e.op == Op::Gpu || e.op == Op::Link) return true;
  if (e.op < Op::Add || e.op > Op::Divide) return false;
  return isConstant(e.args[0]) && isConstant(e.args[1]);
}

/** Area under the expression, in closed form. */
Real areaOf(const Expr &e, Scope s, Real from, Real to) {
  if (isConstant(e)) return valueOf(e, s) * (to - from);
  switch (e.op) {
    case Op::Ref: {
      const Expr &target = follow(e, s);
      return areaOf(target, s, from, to);
    }
    case Op::Add:
      return areaOf(e.args[0], s, from, to) + areaOf(e.args[1], s, from, to);
    case Op::Subtract:
      return areaOf(e.args[0], s, from, to) - areaOf(e.args[1], s, from, to);
    case Op::Multiply:
      if (isConstant(e.args[0])) return valueOf(e.args[0], s) * areaOf(e.args[1], s, from, to);
      if (isConstant(e.args[1])) return valueOf(e.args[1], s) * areaOf(e.args[0], s, from, to);
      break;
    case Op::Divide:
      if (isConstant(e.args[1])) return areaOf(e.args[0], s, from, to) / valueOf(e.args[1], s);
      break;
    case Op::Noise:
      return 0;
    case Op::Wave:
      return waveArea(e, s, to) - waveArea(e, s, from);
    case Op::Square:
      return squareArea(e, s, to) - squareArea(e, s, from);
    case Op::Step: {
      const Real edge = std::min(std::max(valueOf(e.args[0], s), from), to);
      return areaOf(e.args[1], s, from, edge) + areaOf(e.args[2], s, edge, to);
    }
    case Op::Delay: {
      const Real by = valueOf(e.args[1], s);
      return areaOf(e.args[0], s, from - by, to - by);
    }
    default:
      break;
  }
  throw std::runtime_error("no closed integral of this expression");
}

/** sum := product (+|- product)*; product := term (*|/ term)*. */
class Parser {
 public:
  explicit Parser(const string &text) : text_(text) {}

  Expr whole() {
    Expr e = sum();
    if (peek() != '\0') fail("stray '" + text_.substr(at_) + "'");
    return e;
  }

 private:
  const string &text_;
  size_t at_ = 0;

  [[noreturn]] void fail(const string &what) const { throw std::runtime_error(what); }

  char peek() {
    while (at_ < text_.size() && isspace(static_cast<unsigned char>(text_[at_]))) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }

  bool take(char c) {
    if (peek() != c) return false;
    ++at_;
    return true;
  }

  Expr pair(Op op, Expr left, Expr right) {
    Expr e;
    e.op = op;
    e.args.push_back(std::move(left));
    e.args.push_back(std::move(right));
    return e;
  }

  Expr sum() {
    Expr left = product();
    for (;;) {
      if (take('+'))
        left = pair(Op::Add, std::move(left), product());
      else if (take('-'))
        left = pair(Op::Subtract, std::move(left), product());
      else
        return left;
    }
  }

  Expr product() {
    Expr left = term();
    for (;;) {
      if (take('*'))
        left = pair(Op::Multiply, std::move(left), term());
      else if (take('/'))
        left = pair(Op::Divide, std::move(left), term());
      else
        return left;
    }
  }

  Expr term() {
    if (take('-')) return pair(Op::Subtract, Expr{}, term());
    if (take('(')) {
      Expr e = sum();
      if (!take(')')) fail("')' is missing");
      return e;
    }
    if (take('$')) {
      Expr e;
      e.op = Op::Ref;
      e.name = word(true);
      return e;
    }
    const char c = peek();
    if (isdigit(static_cast<unsigned char>(c)) || c == '.') return number();
    if (isalpha(static_cast<unsigned char>(c))) return named(word(false));
    fail(c == '\0' ? "a value is missing" : "unexpected '" + text_.substr(at_) + "'");
  }

  string word(bool isKey) {
    const size_t start = at_;
    while (at_ < text_.size() && (isalnum(static_cast<unsigned char>(text_[at_])) ||
                                  text_[at_] == '_' || (isKey && text_[at_] == '.')))
      ++at_;
    return text_.substr(start, at_ - start);
  }

  Expr named(const string &name) {
    Expr e;
    if (name == "gpu" || name == "link" || name == "t") {
      e.op = name == "gpu" ? Op::Gpu : name == "link" ? Op::Link : Op::Time;
      return e;
    }
    const auto *info = std::find_if(std::begin(kFunctions), std::end(kFunctions),
                                    [&](const FunctionInfo &f) { return name == f.name; });
    if (info == std::end(kFunctions)) fail("unknown name '" + name + "' (text stands in quotes)");
    if (!take('(')) fail("'(' is missing after " + name);
    e.op = info->op;
    do e.args.push_back(sum());
    while (take(','));
    if (!take(')')) fail("')' is missing after " + name);
    if (e.args.size() < info->least || e.args.size() > info->most)
      fail(name + " takes " + std::to_string(info->least) + " values or more");
    return e;
  }

  Expr number() {
    Expr e;
    const char *start = text_.c_str() + at_;
    char *end = nullptr;
    const bool isHex = start[0] == '0' && (start[1] == 'x' || start[1] == 'X');
    e.number = isHex ? static_cast<Real>(strtoull(start, &end, 16)) : strtold(start, &end);
    if (end == start) fail("no number at '" + string(start) + "'");
    at_ += static_cast<size_t>(end - start);
    const string unit = word(false);
    static const std::map<string, Real> kUnits = {
        {"", 1},     {"ms", 1e-3L}, {"s", 1},         {"min", 60},
        {"h", 3600}, {"KiB", 1024}, {"MiB", 1048576}, {"GiB", 1073741824}};
    const auto found = kUnits.find(unit);
    if (found == kUnits.end()) fail("unknown unit '" + unit + "'");
    e.number *= found->second;
    return e;
  }
};

}  // namespace
