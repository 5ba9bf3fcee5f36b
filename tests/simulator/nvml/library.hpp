// What the library remembers between calls, and one look at the scenario at one moment.
#pragma once
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <mutex>

#include "scenario.hpp"

namespace {

u64 clockUs(clockid_t clock) {
  timespec now;
  clock_gettime(clock, &now);
  return static_cast<u64>(now.tv_sec) * 1000000ull + static_cast<u64>(now.tv_nsec) / 1000ull;
}

void sleepMs(u64 ms) { usleep(static_cast<useconds_t>(ms * 1000)); }

struct EventSet {
  /** Wanted event types of each GPU. */
  std::map<int, u64> wanted;
  /** When it was made, and up to when repeated events have been looked at. */
  Real since = 0, cursor = 0;
  /** Events of one time that this set has had. */
  std::map<string, bool> told;
  std::vector<Event> waiting;
};

struct GpmSample {
  bool isTaken = false;
  int gpu = -1, instance = -1;
  Real at = 0;
};

struct Library {
  std::mutex mutex;
  std::shared_ptr<const Scenario> scenario;
  std::vector<FileStamp> stamps;
  string path;
  u64 lookedUs = 0;
  int refused = 0;
  int users = 0;
  i64 generation = 0;
  std::map<Handle, EventSet> eventSets;
  std::map<Handle, GpmSample> gpmSamples;
  Handle nextHandle = 0x7000;
  u64 drawn = 0;
};

Library &library() {
  static auto *one = new Library;
  return *one;
}

bool isUnchanged(const FileStamp &stamp) {
  struct stat now {};
  const bool exists = stat(stamp.path.c_str(), &now) == 0;
  return exists && now.st_ino == stamp.state.st_ino && now.st_size == stamp.state.st_size &&
         now.st_mtim.tv_sec == stamp.state.st_mtim.tv_sec &&
         now.st_mtim.tv_nsec == stamp.state.st_mtim.tv_nsec;
}

/** Reads the scenario again when a file of it has changed; a bad text leaves the last good one. */
void refresh(Library &lib) {
  const u64 nowUs = clockUs(CLOCK_MONOTONIC);
  if (lib.lookedUs != 0 && nowUs - lib.lookedUs < 50000) return;
  lib.lookedUs = nowUs;
  const char *given = getenv("FAKE_NVML_SCENARIO");
  const string path = given ? given : "";
  if (path == lib.path && !lib.stamps.empty() &&
      std::all_of(lib.stamps.begin(), lib.stamps.end(), isUnchanged))
    return;
  if (path != lib.path) lib.scenario = nullptr;
  lib.path = path;
  lib.stamps.clear();
  try {
    if (path.empty()) throw std::runtime_error("FAKE_NVML_SCENARIO names no file");
    auto next = std::make_shared<Scenario>();
    readScenario(path, *next, lib.stamps, 0);
    next->prepare();
    lib.scenario = next;
  } catch (const std::exception &problem) {
    fprintf(stderr, "fake nvml: %s\n", problem.what());
    lib.refused += 1;
  }
}

std::shared_ptr<const Scenario> currentScenario() {
  Library &lib = library();
  std::lock_guard<std::mutex> lock(lib.mutex);
  refresh(lib);
  return lib.scenario;
}

const Value *lookUp(const Scenario &scenario, const string &path) {
  std::vector<string> segments = split(path, '.');
  std::vector<size_t> numbers;
  for (size_t i = 0; i < segments.size(); ++i)
    if (!segments[i].empty() && segments[i].find_first_not_of("0123456789") == string::npos)
      numbers.push_back(i);
  for (u32 mask = 0; mask < 1u << numbers.size(); ++mask) {
    string key;
    for (size_t i = 0; i < segments.size(); ++i) {
      const auto number = std::find(numbers.begin(), numbers.end(), i);
      const auto bit = numbers.size() - 1 - static_cast<size_t>(number - numbers.begin());
      const bool isWild = number != numbers.end() && (mask >> bit & 1) != 0;
      key += (i ? "." : "") + (isWild ? string("*") : segments[i]);
    }
    const auto found = scenario.values.find(key);
    if (found != scenario.values.end()) return &found->second;
  }
  return nullptr;
}

/** A GPU, or one of its MIG instances; its handle carries the driver's generation and no address.
 */
struct Device {
  int gpu = -1, mig = -1;

  string prefix() const {
    if (gpu < 0) return "";
    const string own = "gpu." + std::to_string(gpu) + ".";
    return mig < 0 ? own : own + "mig." + std::to_string(mig) + ".";
  }
  int number() const { return gpu < 0 ? -1 : gpu * (kMostInstances + 1) + mig + 1; }
};

constexpr Handle kHandleMark = 0x4E56000000ull;

Handle handleOf(const Device &d, i64 generation) {
  return kHandleMark + (static_cast<Handle>(generation & 0xFF) << 16) +
         (static_cast<Handle>(d.gpu) << 8) + static_cast<Handle>(d.mig + 1);
}

bool decodeHandle(Handle handle, i64 generation, Device &into) {
  if ((handle & ~0xFFFFFFull) != kHandleMark ||
      (handle >> 16 & 0xFF) != static_cast<Handle>(generation & 0xFF))
    return false;
  into.gpu = static_cast<int>(handle >> 8 & 0xFF);
  into.mig = static_cast<int>(handle & 0xFF) - 1;
  return into.gpu < kMostGpus && into.mig < kMostInstances;
}

/** One look at the scenario at one moment. */
class View {
 public:
  explicit View(std::shared_ptr<const Scenario> scenario) : scenario_(std::move(scenario)) {
    epoch_ = plain(scenario_->epoch, 1735689600000.0L) / 1000;
    now_ = static_cast<Real>(clockUs(CLOCK_REALTIME)) / 1e6L - epoch_;
    if (now_ < 0) now_ = 0;
    const Real every = plain(scenario_->reloadEvery, 0), gap = plain(scenario_->reloadGap, 0);
    generation_ = static_cast<i64>(plain(scenario_->generation, 0));
    loaded_ = plain(scenario_->loaded, 0);
    if (every > 0) {
      const Real round = floorl(now_ / every);
      generation_ += static_cast<i64>(round);
      loaded_ = round * every + gap;
      isGone_ = now_ < loaded_;
    }
  }

  const Scenario &scenario() const { return *scenario_; }
  Real now() const { return now_; }
  Real epoch() const { return epoch_; }
  i64 generation() const { return generation_; }
  bool isDriverGone() const { return isGone_; }

  const Value *find(const Device &d, const char *pattern, int a = -1, int b = -1) const {
    const Key key{pattern, d.number(), a, b};
    std::lock_guard<std::mutex> lock(library().mutex);
    const auto cached = scenario_->found.find(key);
    if (cached != scenario_->found.end()) return cached->second;
    return scenario_->found[key] = lookUp(*scenario_, d.prefix() + filled(pattern, a, b));
  }

  Real evaluate(const Value &v, const Device &d, int link = 0) const {
    return evaluateAt(v, d, now_, link);
  }

  Real evaluateAt(const Value &v, const Device &d, Real at, int link = 0) const {
    const std::function<const Expr *(const string &)> ref =
        [&](const string &name) -> const Expr * {
      const Value *found = find(d, name.c_str());
      if (!found && d.mig >= 0) found = find(Device{d.gpu, -1}, name.c_str());
      return found && found->kind == Value::Number ? &found->expr : nullptr;
    };
    Scope s;
    s.now = at;
    s.loaded = loaded_;
    s.gpu = std::max(0, d.gpu);
    s.link = link;
    s.ref = &ref;
    return valueOf(v.expr, s);
  }

  /** A number of this device, `otherwise` when the scenario has none. */
  Real numberOr(const Device &d, const char *pattern, Real otherwise, int a = -1,
                int b = -1) const {
    const Value *found = find(d, pattern, a, b);
    return found && found->kind == Value::Number ? evaluate(*found, d, std::max(0, a)) : otherwise;
  }

 private:
  std::shared_ptr<const Scenario> scenario_;
  Real epoch_ = 0, now_ = 0, loaded_ = 0;
  i64 generation_ = 0;
  bool isGone_ = false;

  Real plain(const Value *v, Real otherwise) const {
    return v && v->kind == Value::Number ? evaluate(*v, Device{}) : otherwise;
  }

  static string filled(const char *pattern, int a, int b) {
    string key;
    int next = a;
    for (const char *c = pattern; *c; ++c) {
      if (*c != '#') {
        key += *c;
        continue;
      }
      key += next == -2 ? "all" : std::to_string(next);
      next = b;
    }
    return key;
  }
};

}  // namespace
