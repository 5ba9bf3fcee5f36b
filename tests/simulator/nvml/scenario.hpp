// The text of a scenario: keys, values, events, included files.
#pragma once
#include <sys/stat.h>

#include <fstream>
#include <sstream>
#include <unordered_map>

#include "expression.hpp"

namespace {

enum class Type : int {
  Default = -1,
  Double = 0,
  U32 = 1,
  ULong = 2,
  U64 = 3,
  I64 = 4,
  I32 = 5,
  U16 = 6
};

struct Value {
  enum Kind { Failure, Text, Number } kind = Failure;
  int code = kNotSupported;
  string text;
  Expr expr;
  Type type = Type::Default;
};

struct Event {
  int gpu = 0;
  u64 type = 0, data = 0;
  u32 gpuInstance = 0xFFFFFFFF, computeInstance = 0xFFFFFFFF;
  /** Seconds since the epoch of the scenario; `unixMs` instead is the time of day. */
  Real at = -1, unixMs = -1, every = 0, offset = 0;
  /** Distinguishes equal lines: the how-maniest of its text. */
  string identity;
};

/** A key as a call asks for it: the address of its pattern, the device, two indices. */
struct Key {
  const char *pattern;
  int device, a, b;
  bool operator==(const Key &o) const {
    return pattern == o.pattern && device == o.device && a == o.a && b == o.b;
  }
};

struct KeyHash {
  size_t operator()(const Key &k) const {
    u64 x = reinterpret_cast<u64>(k.pattern) ^ static_cast<u64>(static_cast<u32>(k.device)) << 40 ^
            static_cast<u64>(static_cast<u32>(k.a)) << 20 ^ static_cast<u32>(k.b);
    x *= 0x9E3779B97F4A7C15ull;
    return x ^ x >> 32;
  }
};

struct Scenario {
  std::unordered_map<string, Value> values;
  std::vector<Event> events;
  /** Whether any key of this kind exists at all; most calls then need not look. */
  bool hasHangs = false, hasForcedCodes = false, hasLost = false;
  const Value *epoch = nullptr, *reloadEvery = nullptr, *reloadGap = nullptr, *generation = nullptr,
              *loaded = nullptr, *mutateRatio = nullptr;
  mutable std::unordered_map<Key, const Value *, KeyHash> found;

  const Value *plain(const char *name) const {
    const auto at = values.find(name);
    return at == values.end() ? nullptr : &at->second;
  }

  void prepare() {
    for (const auto &entry : values) {
      const string &key = entry.first;
      hasHangs = hasHangs || key.find("hang_ms.") != string::npos;
      hasForcedCodes = hasForcedCodes || key.find("rc.") != string::npos;
      hasLost = hasLost || (key.size() > 5 && key.compare(key.size() - 5, 5, ".lost") == 0);
    }
    epoch = plain("epoch_ms");
    reloadEvery = plain("driver.reload_every_s");
    reloadGap = plain("driver.reload_gap_s");
    generation = plain("driver.generation");
    loaded = plain("driver.loaded_s");
    mutateRatio = plain("mutate.ratio");
  }
};

struct FileStamp {
  string path;
  struct stat state {};
};

string trim(const string &text) {
  const size_t start = text.find_first_not_of(" \t\r");
  return start == string::npos ? ""
                               : text.substr(start, text.find_last_not_of(" \t\r") - start + 1);
}

std::vector<string> split(const string &text, char by) {
  std::vector<string> parts;
  std::stringstream in(text);
  for (string part; std::getline(in, part, by);) parts.push_back(part);
  return parts;
}

std::vector<string> words(const string &text) {
  std::stringstream in(text);
  std::vector<string> found;
  for (string one; in >> one;) found.push_back(one);
  return found;
}

u64 integer(const string &text) {
  char *end = nullptr;
  const u64 value = strtoull(text.c_str(), &end, 0);
  if (text.empty() || *end != '\0') throw std::runtime_error("'" + text + "' is no whole number");
  return value;
}

/** `nvlink.0-17.state` stands for eighteen keys. */
std::vector<string> expandKey(const string &key) {
  std::vector<string> keys{""};
  for (const string &segment : split(key, '.')) {
    const size_t dash = segment.find('-');
    std::vector<string> options{segment};
    if (dash != string::npos && dash > 0 &&
        segment.find_first_not_of("0123456789-") == string::npos) {
      options.clear();
      for (u64 i = integer(segment.substr(0, dash)), last = integer(segment.substr(dash + 1));
           i <= last && i < 4096; ++i)
        options.push_back(std::to_string(i));
    }
    std::vector<string> longer;
    for (const string &head : keys)
      for (const string &option : options)
        longer.push_back(head.empty() ? option : head + "." + option);
    keys = std::move(longer);
  }
  return keys;
}

string quoted(const string &text) {
  if (text.size() < 2 || text.back() != '"')
    throw std::runtime_error("the closing quote is missing");
  return text.substr(1, text.size() - 2);
}

Value parseValue(const string &text) {
  Value v;
  if (text[0] == '!') {
    v.code = static_cast<int>(integer(trim(text.substr(1))));
    return v;
  }
  if (text[0] == '"') {
    v.kind = Value::Text;
    v.text = quoted(text);
    return v;
  }
  static const std::map<string, Type> kTypes = {
      {"f64", Type::Double}, {"u32", Type::U32}, {"ulong", Type::ULong}, {"u64", Type::U64},
      {"i64", Type::I64},    {"i32", Type::I32}, {"u16", Type::U16}};
  const size_t blank = text.find(' ');
  const auto type = kTypes.find(text.substr(0, blank));
  v.kind = Value::Number;
  if (type != kTypes.end() && blank != string::npos) v.type = type->second;
  const string body = v.type == Type::Default ? text : text.substr(blank);
  v.expr = Parser(body).whole();
  return v;
}

constexpr struct {
  const char *name;
  u64 bit;
} kEventTypes[] = {
    {"sbe", 0x1},
    {"dbe", 0x2},
    {"pstate", 0x4},
    {"xid", 0x8},
    {"clock", 0x10},
    {"power_source", 0x80},
    {"mig", 0x100},
    {"sbe_storm", 0x200},
    {"retirement", 0x400},
    {"retirement_failure", 0x800},
    {"poison", 0x1000},
    {"fatal_poison", 0x2000},
    {"unavailable", 0x4000},
    {"recovery", 0x8000},
};

u64 eventType(const string &name) {
  for (const auto &one : kEventTypes)
    if (name == one.name) return one.bit;
  return integer(name);
}

Event parseEvent(const string &text) {
  Event e;
  for (const string &word : words(text)) {
    const size_t equals = word.find('=');
    if (equals == string::npos) throw std::runtime_error("'" + word + "' in an event has no '='");
    const string name = word.substr(0, equals), value = word.substr(equals + 1);
    if (name == "gpu")
      e.gpu = static_cast<int>(integer(value));
    else if (name == "type")
      e.type = eventType(value);
    else if (name == "data")
      e.data = integer(value);
    else if (name == "gi")
      e.gpuInstance = static_cast<u32>(integer(value));
    else if (name == "ci")
      e.computeInstance = static_cast<u32>(integer(value));
    else if (name == "at")
      e.at = Parser(value).whole().number;
    else if (name == "unix_ms")
      e.unixMs = Parser(value).whole().number;
    else if (name == "every")
      e.every = Parser(value).whole().number;
    else if (name == "offset")
      e.offset = Parser(value).whole().number;
    else
      throw std::runtime_error("an event has no '" + name + "'");
  }
  if (e.type == 0) throw std::runtime_error("an event needs a type");
  return e;
}

void readScenario(const string &path, Scenario &into, std::vector<FileStamp> &stamps, int depth) {
  FileStamp stamp{path, {}};
  const bool exists = stat(path.c_str(), &stamp.state) == 0;
  stamps.push_back(stamp);
  if (!exists) throw std::runtime_error(path + ": no such file");
  if (stamp.state.st_size == 0) throw std::runtime_error(path + ": empty");
  if (depth > 8) throw std::runtime_error(path + ": includes itself");
  std::ifstream in(path);
  int number = 0;
  for (string line; std::getline(in, line);) {
    ++number;
    line = trim(line);
    if (line.empty() || line[0] == '#') continue;
    try {
      const size_t equals = line.find('=');
      if (equals == string::npos) throw std::runtime_error("'=' is missing");
      const string key = trim(line.substr(0, equals)), value = trim(line.substr(equals + 1));
      if (key.empty() || value.empty()) throw std::runtime_error("key or value is missing");
      if (key == "include") {
        const string name = quoted(value);
        readScenario(name[0] == '/' ? name : path.substr(0, path.rfind('/') + 1) + name, into,
                     stamps, depth + 1);
      } else if (key == "event") {
        Event e = parseEvent(value);
        const auto same =
            std::count_if(into.events.begin(), into.events.end(), [&](const Event &other) {
              return other.identity.compare(0, value.size(), value) == 0;
            });
        e.identity = value + "\n" + std::to_string(same);
        into.events.push_back(e);
      } else if (key.compare(0, 7, "symbol.") != 0) {
        const Value parsed = value == "absent" ? Value{} : parseValue(value);
        for (const string &one : expandKey(key)) into.values[one] = parsed;
      }
    } catch (const std::exception &problem) {
      throw std::runtime_error(depth > 0 && string(problem.what()).find(": ") != string::npos &&
                                       line.compare(0, 7, "include") == 0
                                   ? problem.what()
                                   : path + ":" + std::to_string(number) + ": " + problem.what());
    }
  }
}

}  // namespace
