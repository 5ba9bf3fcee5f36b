// What every call does before and after its answer.
#pragma once
#include <strings.h>

#include <type_traits>

#include "mutation.hpp"

namespace {

class Call {
 public:
  Call(const View &view, Device device, Lie lie) : view_(view), device_(device), lie_(lie) {}

  const View &view() const { return view_; }
  const Device &device() const { return device_; }
  const std::vector<Output> &outputs() const { return outputs_; }

  template <class T>
  void write(T *at, const T &value, Output::Kind kind = Output::Plain) {
    if (lie_ != Lie::Silent) *at = value;
    outputs_.push_back({kind, at, sizeof(T)});
  }

  /** Marks what the caller may not find truthful after a distortion. */
  void expose(void *at, size_t size) { outputs_.push_back({Output::Plain, at, size}); }

  template <class T>
  int number(T *out, const char *pattern, int a = -1, int b = -1) {
    if (!out) return kInvalidArgument;
    const Value *v = view_.find(device_, pattern, a, b);
    if (!v || v->kind == Value::Text) return kNotSupported;
    if (v->kind == Value::Failure) return v->code;
    write(out, convert<T>(view_.evaluate(*v, device_, std::max(0, a))));
    return kSuccess;
  }

  /** Several numbers of which the first decides whether there is an answer. */
  template <class T>
  T part(const char *pattern, T otherwise = 0, int a = -1, int b = -1) const {
    return convert<T>(view_.numberOr(device_, pattern, static_cast<Real>(otherwise), a, b));
  }

  /** 0 when the key has a value, else the code to answer. */
  int has(const char *pattern, int a = -1, int b = -1) const {
    const Value *v = view_.find(device_, pattern, a, b);
    return !v ? kNotSupported : v->kind == Value::Failure ? v->code : kSuccess;
  }

  string textOf(const char *pattern, int a = -1, int b = -1) const {
    const Value *v = view_.find(device_, pattern, a, b);
    return v && v->kind == Value::Text ? v->text : "";
  }

  int text(char *out, u32 length, const char *pattern, int a = -1) {
    if (!out || length == 0) return kInvalidArgument;
    if (const int code = has(pattern, a)) return code;
    const string value = textOf(pattern, a);
    if (value.size() + 1 > length) return kInsufficientSize;
    if (lie_ != Lie::Silent) memcpy(out, value.c_str(), value.size() + 1);
    outputs_.push_back({Output::Text, out, length});
    return kSuccess;
  }

  template <class T>
  static T convert(Real value) {
    if (std::is_floating_point<T>::value) return static_cast<T>(value);
    // Counters narrower than the number wrap, as the hardware's do.
    return value < 0 ? static_cast<T>(static_cast<i64>(value))
                     : static_cast<T>(static_cast<u64>(value));
  }

 private:
  const View &view_;
  Device device_;
  Lie lie_;
  std::vector<Output> outputs_;
};

enum About : int { kHang = -100, kForced = -101 };

/** What the scenario says about one call: `gpu.3.hang_ms.<call>`, `rc.<call>`, or `*` for all
 * calls. */
const Value *aboutCall(const Scenario &scenario, About kind, const char *name,
                       const Device &device) {
  const Key key{name, device.number(), kind, -1};
  std::lock_guard<std::mutex> lock(library().mutex);
  const auto cached = scenario.found.find(key);
  if (cached != scenario.found.end()) return cached->second;
  const string prefix = device.prefix() + (kind == kHang ? "hang_ms." : "rc.");
  const Value *v = lookUp(scenario, prefix + name);
  return scenario.found[key] = v ? v : lookUp(scenario, prefix + "*");
}

/** Blocks for as long as the scenario, read again meanwhile, says that this call hangs. */
void hang(const char *name, const Device &device) {
  const u64 startedUs = clockUs(CLOCK_MONOTONIC);
  for (;;) {
    auto scenario = currentScenario();
    if (!scenario || !scenario->hasHangs) return;
    const Value *v = aboutCall(*scenario, kHang, name, device);
    if (!v || v->kind != Value::Number) return;
    const Real forMs = View(scenario).evaluate(*v, device);
    const Real sinceMs = static_cast<Real>(clockUs(CLOCK_MONOTONIC) - startedUs) / 1000;
    if (sinceMs >= forMs) return;
    sleepMs(static_cast<u64>(std::min<Real>(20, std::max<Real>(1, forMs - sinceMs))));
  }
}

Lie drawLie(const View &view, const char *name, int device, Dice &dice) {
  if (!view.scenario().mutateRatio) return Lie::None;
  const Real ratio = view.numberOr(Device{}, "mutate.ratio", 0);
  if (ratio <= 0) return Lie::None;
  const Value *spared = view.find(Device{}, "mutate.spare");
  if (spared && (" " + spared->text + " ").find(" " + string(name) + " ") != string::npos)
    return Lie::None;
  u64 count;
  {
    std::lock_guard<std::mutex> lock(library().mutex);
    count = ++library().drawn;
  }
  const u64 seed = static_cast<u64>(view.numberOr(Device{}, "mutate.seed", 1));
  dice = Dice(seed * 0x9E3779B97F4A7C15ull ^ std::hash<string>{}(name) ^
              count * 0xD1B54A32D192ED03ull ^ static_cast<u64>(device));
  if (static_cast<Real>(dice.below(1000000)) >= ratio * 1000000) return Lie::None;
  static constexpr Lie kLies[] = {Lie::Code,    Lie::Silent, Lie::Scramble,
                                  Lie::Extreme, Lie::Text,   Lie::Count};
  return kLies[dice.below(std::size(kLies))];
}

/** Code that answers before the call itself is looked at: the GPU is lost, or the scenario forces
 * one. */
int forcedCode(const View &view, const char *name, const Device &device) {
  if (device.gpu >= 0 && view.scenario().hasLost) {
    const Real lost = view.numberOr(Device{device.gpu, -1}, "lost", 0);
    if (lost != 0) return static_cast<int>(lost);
  }
  if (!view.scenario().hasForcedCodes) return 0;
  const Value *v = aboutCall(view.scenario(), kForced, name, device);
  if (v && v->kind == Value::Failure) return v->code;
  return v && v->kind == Value::Number ? static_cast<int>(view.evaluate(*v, device)) : 0;
}

template <class Body>
int respond(const char *name, const View &view, const Device &device, Body body) {
  Dice dice(0);
  const Lie lie = drawLie(view, name, device.number(), dice);
  try {
    if (const int forced = forcedCode(view, name, device)) return forced;
    Call call(view, device, lie);
    const int code = body(call);
    if (lie == Lie::None) return code;
    distort(lie, dice, call.outputs());
    return lie == Lie::Code    ? strangeCode(dice)
           : lie == Lie::Count ? (dice.below(2) ? code : kInsufficientSize)
                               : kSuccess;
  } catch (const std::exception &problem) {
    fprintf(stderr, "fake nvml: %s: %s\n", name, problem.what());
    return kUnknown;
  }
}

/** A call that needs nvmlInit. */
template <class Body>
int withDriver(const char *name, const View &view, bool isValid, const Device &device, Body body) {
  {
    std::lock_guard<std::mutex> lock(library().mutex);
    if (library().users == 0 || library().generation != view.generation() || view.isDriverGone())
      return kUninitialized;
  }
  return isValid ? respond(name, view, device, body) : static_cast<int>(kInvalidArgument);
}

template <class Body>
int onSystem(const char *name, Body body) {
  hang(name, Device{});
  auto scenario = currentScenario();
  return scenario ? withDriver(name, View(scenario), true, Device{}, body)
                  : static_cast<int>(kDriverNotLoaded);
}

template <class Body>
int onDevice(const char *name, Handle handle, Body body) {
  i64 generation;
  {
    std::lock_guard<std::mutex> lock(library().mutex);
    generation = library().generation;
  }
  Device device;
  const bool isValid = decodeHandle(handle, generation, device);
  if (isValid) hang(name, Device{device.gpu, -1});
  auto scenario = currentScenario();
  return scenario ? withDriver(name, View(scenario), isValid, device, body)
                  : static_cast<int>(kDriverNotLoaded);
}

int initialise(const char *name) {
  {
    std::lock_guard<std::mutex> lock(library().mutex);
    library().lookedUs = 0;
  }
  hang(name, Device{});
  auto scenario = currentScenario();
  if (!scenario) return kDriverNotLoaded;
  const View view(scenario);
  return respond(name, view, Device{}, [&](Call &call) {
    if (view.isDriverGone()) return static_cast<int>(kDriverNotLoaded);
    const int code = call.has("init");
    if (code != kSuccess && code != kNotSupported) return code;
    Library &lib = library();
    std::lock_guard<std::mutex> lock(lib.mutex);
    if (lib.generation != view.generation()) {
      lib.users = 0;
      lib.eventSets.clear();
      lib.gpmSamples.clear();
    }
    lib.generation = view.generation();
    lib.users += 1;
    return static_cast<int>(kSuccess);
  });
}

int gpuCount(const Call &call) { return std::min(kMostGpus, call.part<int>("gpu_count")); }

/** The handle of the first GPU for which the text under this key is the one asked for. */
int findDevice(Call &call, const char *key, const string &wanted, Handle *out) {
  if (!out) return kInvalidArgument;
  for (int gpu = 0; gpu < gpuCount(call); ++gpu) {
    for (int mig = -1; mig < kMostInstances; ++mig) {
      const Device device{gpu, mig};
      const Value *v = call.view().find(device, key);
      if (!v || v->kind != Value::Text) continue;
      const bool isSame =
          strcasecmp(v->text.c_str(), wanted.c_str()) == 0 ||
          (v->text.size() > wanted.size() && wanted.size() >= 12 &&
           strcasecmp(v->text.c_str() + v->text.size() - wanted.size(), wanted.c_str()) == 0);
      if (!isSame) continue;
      if (const int code = forcedCode(call.view(), "", device)) return code;
      call.write(out, handleOf(device, call.view().generation()));
      return kSuccess;
    }
  }
  return kNotFound;
}

}  // namespace
