// A stand-in for libnvidia-ml.so.1 that answers from a scenario text; see README.md beside it.
// This file holds the exported calls, one line or a few each.
#include "call.hpp"

#define EXPORT(name) extern "C" __attribute__((visibility("default"))) int name

// ---------------------------------------------------------------- calls with one plain answer

#define DEVICE_NUMBER(name, T, key)                                                              \
  EXPORT(name)(Handle device, T * out) {                                                         \
    return onDevice(__func__, device, [=](Call &call) -> int { return call.number(out, key); }); \
  }
#define DEVICE_TEXT(name, key)                                                       \
  EXPORT(name)(Handle device, char *out, u32 length) {                               \
    return onDevice(__func__, device,                                                \
                    [=](Call &call) -> int { return call.text(out, length, key); }); \
  }
#define DEVICE_INDEXED(name, T, key)                           \
  EXPORT(name)(Handle device, u32 index, T * out) {            \
    return onDevice(__func__, device, [=](Call &call) -> int { \
      return call.number(out, key, static_cast<int>(index));   \
    });                                                        \
  }
#define DEVICE_PAIR(name, T, first, second)                    \
  EXPORT(name)(Handle device, T * a, T * b) {                  \
    return onDevice(__func__, device, [=](Call &call) -> int { \
      if (!a || !b) return kInvalidArgument;                   \
      if (const int code = call.number(a, first)) return code; \
      call.write(b, call.part<T>(second));                     \
      return kSuccess;                                         \
    });                                                        \
  }

DEVICE_TEXT(nvmlDeviceGetName, "name")
DEVICE_TEXT(nvmlDeviceGetUUID, "uuid")
DEVICE_TEXT(nvmlDeviceGetSerial, "serial")
DEVICE_TEXT(nvmlDeviceGetBoardPartNumber, "part_number")
DEVICE_TEXT(nvmlDeviceGetVbiosVersion, "vbios_version")
DEVICE_TEXT(nvmlDeviceGetInforomImageVersion, "inforom_version")

DEVICE_NUMBER(nvmlDeviceGetMinorNumber, u32, "minor")
DEVICE_NUMBER(nvmlDeviceGetArchitecture, u32, "architecture")
DEVICE_NUMBER(nvmlDeviceGetBrand, u32, "brand")
DEVICE_NUMBER(nvmlDeviceGetPowerUsage, u32, "power_mw")
DEVICE_NUMBER(nvmlDeviceGetEnforcedPowerLimit, u32, "power_limit.enforced_mw")
DEVICE_NUMBER(nvmlDeviceGetPowerManagementLimit, u32, "power_limit.set_mw")
DEVICE_NUMBER(nvmlDeviceGetPowerManagementDefaultLimit, u32, "power_limit.default_mw")
DEVICE_NUMBER(nvmlDeviceGetTotalEnergyConsumption, u64, "energy_mj")
DEVICE_NUMBER(nvmlDeviceGetCurrentClocksEventReasons, u64, "clock_event_reasons")
DEVICE_NUMBER(nvmlDeviceGetCurrentClocksThrottleReasons, u64, "clock_event_reasons")
DEVICE_NUMBER(nvmlDeviceGetSupportedClocksEventReasons, u64, "clock_event_reasons_supported")
DEVICE_NUMBER(nvmlDeviceGetSupportedClocksThrottleReasons, u64, "clock_event_reasons_supported")
DEVICE_NUMBER(nvmlDeviceGetPerformanceState, u32, "performance_state")
DEVICE_NUMBER(nvmlDeviceGetPersistenceMode, u32, "persistence_mode")
DEVICE_NUMBER(nvmlDeviceGetComputeMode, u32, "compute_mode")
DEVICE_NUMBER(nvmlDeviceGetNumFans, u32, "fan_count")
DEVICE_NUMBER(nvmlDeviceGetFanSpeed, u32, "fan.0.percent")
DEVICE_NUMBER(nvmlDeviceGetRetiredPagesPendingStatus, u32, "retired.pending")
DEVICE_NUMBER(nvmlDeviceGetCurrPcieLinkGeneration, u32, "pcie.generation")
DEVICE_NUMBER(nvmlDeviceGetMaxPcieLinkGeneration, u32, "pcie.max_generation")
DEVICE_NUMBER(nvmlDeviceGetGpuMaxPcieLinkGeneration, u32, "pcie.gpu_max_generation")
DEVICE_NUMBER(nvmlDeviceGetCurrPcieLinkWidth, u32, "pcie.width")
DEVICE_NUMBER(nvmlDeviceGetMaxPcieLinkWidth, u32, "pcie.max_width")
DEVICE_NUMBER(nvmlDeviceGetPcieReplayCounter, u32, "pcie.replays")
DEVICE_NUMBER(nvmlDeviceGetPcieSpeed, u32, "pcie.speed_mbps")
DEVICE_NUMBER(nvmlDeviceGetSupportedEventTypes, u64, "event_types")
DEVICE_NUMBER(nvmlDeviceGetNumaNodeId, u32, "numa_node")
DEVICE_NUMBER(nvmlDeviceGetMaxMigDeviceCount, u32, "mig.max")
DEVICE_NUMBER(nvmlDeviceGetGpuInstanceId, u32, "gpu_instance")
DEVICE_NUMBER(nvmlDeviceGetComputeInstanceId, u32, "compute_instance")
DEVICE_NUMBER(nvmlGpmQueryIfStreamingEnabled, u32, "gpm.streaming")

DEVICE_INDEXED(nvmlDeviceGetFanSpeed_v2, u32, "fan.#.percent")
DEVICE_INDEXED(nvmlDeviceGetTemperatureThreshold, u32, "threshold.#")
DEVICE_INDEXED(nvmlDeviceGetPcieThroughput, u32, "pcie.throughput.#")

DEVICE_PAIR(nvmlDeviceGetCudaComputeCapability, i32, "compute_capability.major",
            "compute_capability.minor")
DEVICE_PAIR(nvmlDeviceGetEncoderUtilization, u32, "utilization.encoder", "utilization.period_us")
DEVICE_PAIR(nvmlDeviceGetDecoderUtilization, u32, "utilization.decoder", "utilization.period_us")
DEVICE_PAIR(nvmlDeviceGetPowerManagementLimitConstraints, u32, "power_limit.min_mw",
            "power_limit.max_mw")
DEVICE_PAIR(nvmlDeviceGetEccMode, u32, "ecc.enabled", "ecc.pending")
DEVICE_PAIR(nvmlDeviceGetMigMode, u32, "mig.mode", "mig.pending")
DEVICE_PAIR(nvmlDeviceGetGspFirmwareMode, u32, "gsp.enabled", "gsp.default")

// ---------------------------------------------------------------- library and system

EXPORT(isotherm_fake_nvml)() { return 1; }

/** How many texts have been refused so far, the last good one staying in force. */
EXPORT(isotherm_fake_nvml_refused)() {
  std::lock_guard<std::mutex> lock(library().mutex);
  refresh(library());
  return library().refused;
}

EXPORT(nvmlInit_v2)() { return initialise(__func__); }
EXPORT(nvmlInit)() { return initialise("nvmlInit_v2"); }
EXPORT(nvmlInitWithFlags)(u32) { return initialise("nvmlInit_v2"); }

EXPORT(nvmlShutdown)() {
  std::lock_guard<std::mutex> lock(library().mutex);
  if (library().users == 0) return kUninitialized;
  library().users -= 1;
  return kSuccess;
}

extern "C" __attribute__((visibility("default"))) const char *nvmlErrorString(int code) {
  static const std::map<int, const char *> kTexts = {
      {0, "Success"},
      {1, "Uninitialized"},
      {2, "Invalid Argument"},
      {3, "Not Supported"},
      {4, "No Permission"},
      {6, "Not Found"},
      {7, "Insufficient Size"},
      {9, "Driver Not Loaded"},
      {10, "Timeout"},
      {13, "Function Not Found"},
      {15, "GPU is lost"},
      {16, "GPU requires restart"},
      {18, "Driver/library version mismatch"},
      {21, "No data"},
      {25, "Argument version mismatch"},
      {26, "Deprecated"},
      {27, "Not ready"},
  };
  const auto found = kTexts.find(code);
  return found == kTexts.end() ? "Unknown Error" : found->second;
}

EXPORT(nvmlSystemGetDriverVersion)(char *out, u32 length) {
  return onSystem(
      __func__, [=](Call &call) -> int { return call.text(out, length, "system.driver_version"); });
}
EXPORT(nvmlSystemGetNVMLVersion)(char *out, u32 length) {
  return onSystem(__func__,
                  [=](Call &call) -> int { return call.text(out, length, "system.nvml_version"); });
}
EXPORT(nvmlSystemGetCudaDriverVersion_v2)(i32 *out) {
  return onSystem(__func__,
                  [=](Call &call) -> int { return call.number(out, "system.cuda_version"); });
}
EXPORT(nvmlSystemGetCudaDriverVersion)(i32 *out) {
  return onSystem(__func__,
                  [=](Call &call) -> int { return call.number(out, "system.cuda_version"); });
}
EXPORT(nvmlSystemGetProcessName)(u32 pid, char *out, u32 length) {
  return onSystem(__func__, [=](Call &call) -> int {
    const int code = call.text(out, length, "process.#.name", static_cast<int>(pid));
    return code == kNotSupported ? kNotFound : code;
  });
}
EXPORT(nvmlSystemGetConfComputeState)(ConfComputeState *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.has("confidential.environment")) return code;
    call.write(out,
               {call.part<u32>("confidential.environment"), call.part<u32>("confidential.feature"),
                call.part<u32>("confidential.dev_tools")});
    return kSuccess;
  });
}
EXPORT(nvmlSystemGetConfComputeSettings)(ConfComputeSettings *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 1)) return kVersionMismatch;
    if (const int code = call.has("confidential.environment")) return code;
    call.write(out,
               {out->version, call.part<u32>("confidential.environment"),
                call.part<u32>("confidential.feature"), call.part<u32>("confidential.dev_tools"),
                call.part<u32>("confidential.multi_gpu")});
    return kSuccess;
  });
}
EXPORT(nvmlSystemGetConfComputeGpusReadyState)(u32 *out) {
  return onSystem(__func__,
                  [=](Call &call) -> int { return call.number(out, "confidential.ready"); });
}
EXPORT(nvmlUnitGetCount)(u32 *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    call.write(out, call.part<u32>("unit_count"), Output::Count);
    return kSuccess;
  });
}

// ---------------------------------------------------------------- handles

EXPORT(nvmlDeviceGetCount_v2)(u32 *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    const int code = call.has("gpu_count");
    if (code && code != kNotSupported) return code;
    call.write(out, static_cast<u32>(gpuCount(call)), Output::Count);
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetCount)(u32 *out) { return nvmlDeviceGetCount_v2(out); }

EXPORT(nvmlDeviceGetHandleByIndex_v2)(u32 index, Handle *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!out || index >= static_cast<u32>(gpuCount(call))) return kInvalidArgument;
    const Device device{static_cast<int>(index), -1};
    if (const int code = forcedCode(call.view(), "nvmlDeviceGetHandleByIndex_v2", device))
      return code;
    call.write(out, handleOf(device, call.view().generation()));
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetHandleByIndex)(u32 index, Handle *out) {
  return nvmlDeviceGetHandleByIndex_v2(index, out);
}
EXPORT(nvmlDeviceGetHandleByUUID)(const char *uuid, Handle *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    return uuid ? findDevice(call, "uuid", uuid, out) : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetHandleBySerial)(const char *serial, Handle *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    return serial ? findDevice(call, "serial", serial, out) : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetHandleByPciBusId_v2)(const char *busId, Handle *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    return busId ? findDevice(call, "pci.bus_id", busId, out) : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetHandleByPciBusId)(const char *busId, Handle *out) {
  return nvmlDeviceGetHandleByPciBusId_v2(busId, out);
}

EXPORT(nvmlDeviceGetIndex)(Handle device, u32 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    call.write(out,
               static_cast<u32>(call.device().mig >= 0 ? call.device().mig : call.device().gpu));
    return kSuccess;
  });
}
EXPORT(nvmlDeviceValidateInforom)(Handle device) {
  return onDevice(__func__, device, [=](Call &call) -> int { return call.has("inforom_valid"); });
}

// ---------------------------------------------------------------- structs

namespace {

int pciInfo(Call &call, PciInfo *out, const char *key, int link) {
  if (!out) return kInvalidArgument;
  if (const int code = call.has(key, link)) return code;
  PciInfo info{};
  const string id = call.textOf(key, link);
  u32 function = 0;
  if (sscanf(id.c_str(), "%x:%x:%x.%x", &info.domain, &info.bus, &info.device, &function) != 4)
    throw std::runtime_error("'" + id + "' is no PCI address");
  snprintf(info.busId, sizeof info.busId, "%08X:%02X:%02X.%X", info.domain, info.bus, info.device,
           function);
  snprintf(info.legacyBusId, sizeof info.legacyBusId, "%04X:%02X:%02X.%X", info.domain & 0xFFFF,
           info.bus & 0xFF, info.device & 0xFF, function & 0xF);
  info.deviceId = call.part<u32>("pci.device_id");
  info.subsystemId = call.part<u32>("pci.subsystem_id");
  call.write(out, info);
  return kSuccess;
}

Memory memoryOf(Call &call) {
  Memory m{};
  m.total = call.part<u64>("memory.total");
  m.used = std::min(m.total, call.part<u64>("memory.used"));
  m.free = m.total - m.used - std::min(m.total - m.used, call.part<u64>("memory.reserved"));
  return m;
}

}  // namespace

EXPORT(nvmlDeviceGetPciInfo_v3)(Handle device, PciInfo *out) {
  return onDevice(__func__, device,
                  [=](Call &call) -> int { return pciInfo(call, out, "pci.bus_id", -1); });
}

EXPORT(nvmlDeviceGetMemoryInfo)(Handle device, Memory *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.has("memory.total")) return code;
    Memory m = memoryOf(call);
    m.used = m.total - m.free;
    call.write(out, m);
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetMemoryInfo_v2)(Handle device, MemoryV2 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 2)) return kVersionMismatch;
    if (const int code = call.has("memory.total")) return code;
    const Memory m = memoryOf(call);
    call.write(out, {out->version, 0, m.total, m.total - m.used - m.free, m.free, m.used});
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetBAR1MemoryInfo)(Handle device, Memory *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.has("bar1.total")) return code;
    const u64 total = call.part<u64>("bar1.total");
    const u64 used = call.part<u64>("bar1.used");
    call.write(out, {total, total - used, used});
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetUtilizationRates)(Handle device, Utilization *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.has("utilization.gpu")) return code;
    call.write(out, {call.part<u32>("utilization.gpu"), call.part<u32>("utilization.memory")});
    return kSuccess;
  });
}

EXPORT(nvmlDeviceGetTemperature)(Handle device, u32 sensor, u32 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return sensor == 0 ? call.number(out, "temperature_c") : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetTemperatureV)(Handle device, VersionedTriple *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 1)) return kVersionMismatch;
    if (out->first != 0) return kInvalidArgument;
    return call.number(&out->second, "temperature_c");
  });
}
EXPORT(nvmlDeviceGetMarginTemperature)(Handle device, VersionedPair *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 1)) return kVersionMismatch;
    return call.number(&out->value, "temperature_margin_c");
  });
}
EXPORT(nvmlDeviceGetFanSpeedRPM)(Handle device, VersionedTriple *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 1)) return kVersionMismatch;
    return call.number(&out->second, "fan.#.rpm", static_cast<int>(out->first));
  });
}

namespace {

constexpr const char *kClocks[] = {"clock.graphics_mhz", "clock.sm_mhz", "clock.memory_mhz",
                                   "clock.video_mhz"};
constexpr const char *kMaxClocks[] = {"max_clock.graphics_mhz", "max_clock.sm_mhz",
                                      "max_clock.memory_mhz", "max_clock.video_mhz"};
constexpr const char *kSetClocks[] = {"set_clock.graphics_mhz", "set_clock.sm_mhz",
                                      "set_clock.memory_mhz", "set_clock.video_mhz"};

}  // namespace

EXPORT(nvmlDeviceGetClockInfo)(Handle device, u32 type, u32 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return type < 4 ? call.number(out, kClocks[type]) : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetMaxClockInfo)(Handle device, u32 type, u32 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return type < 4 ? call.number(out, kMaxClocks[type]) : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetClock)(Handle device, u32 type, u32 id, u32 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return type < 4 && id < 4 ? call.number(out, (id == 0   ? kClocks
                                                  : id == 3 ? kMaxClocks
                                                            : kSetClocks)[type])
                              : kInvalidArgument;
  });
}

EXPORT(nvmlDeviceGetTotalEccErrors)(Handle device, u32 kind, u32 span, u64 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    static constexpr const char *kKeys[] = {"ecc.corrected.volatile", "ecc.corrected.aggregate",
                                            "ecc.uncorrected.volatile",
                                            "ecc.uncorrected.aggregate"};
    return kind < 2 && span < 2 ? call.number(out, kKeys[kind * 2 + span]) : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetMemoryErrorCounter)(Handle device, u32 kind, u32 span, u32 location, u64 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    static constexpr const char *kKeys[] = {"ecc.corrected.volatile.#", "ecc.corrected.aggregate.#",
                                            "ecc.uncorrected.volatile.#",
                                            "ecc.uncorrected.aggregate.#"};
    return kind < 2 && span < 2
               ? call.number(out, kKeys[kind * 2 + span], static_cast<int>(location))
               : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceGetSramEccErrorStatus)(Handle device, SramStatus *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 1)) return kVersionMismatch;
    if (const int code = call.has("sram.threshold_exceeded")) return code;
    SramStatus s{};
    s.version = out->version;
    for (int i = 0; i < 11; ++i) s.counts[i] = call.part<u64>("sram.count.#", 0, i);
    s.thresholdExceeded = call.part<u32>("sram.threshold_exceeded");
    call.write(out, s);
    return kSuccess;
  });
}

namespace {

/** `*count` is the room at `infos`; too little of it is answered with the number needed. */
template <class T>
int list(Call &call, u32 *count, T *infos, const std::vector<T> &all) {
  const u32 room = *count;
  call.write(count, static_cast<u32>(all.size()), Output::Count);
  if (all.empty()) return kSuccess;
  if (room < all.size()) return kInsufficientSize;
  if (!infos) return kInvalidArgument;
  for (size_t i = 0; i < all.size(); ++i) call.write(infos + i, all[i]);
  return kSuccess;
}

int retiredPages(Call &call, u32 cause, u32 *count, u64 *addresses, u64 *timestamps) {
  if (!count || cause > 1) return kInvalidArgument;
  if (const int code = call.has("retired.#", static_cast<int>(cause))) return code;
  std::vector<u64> pages(
      std::min<u64>(64, call.part<u64>("retired.#", 0, static_cast<int>(cause))));
  for (size_t i = 0; i < pages.size(); ++i) pages[i] = 0x10000 + i * 0x1000;
  const u32 room = *count;
  const int code = list(call, count, addresses, pages);
  if (code == kSuccess && timestamps)
    for (size_t i = 0; i < pages.size() && i < room; ++i)
      call.write(timestamps + i, static_cast<u64>(1735689600000000ull + i));
  return code;
}

std::vector<ProcessInfo> processes(const Call &call, const char *key) {
  std::vector<ProcessInfo> found;
  for (const string &word : words(call.textOf(key))) {
    const auto parts = split(word, ':');
    ProcessInfo info{static_cast<u32>(integer(parts.at(0))), 0, kNotAvailable, 0xFFFFFFFF,
                     0xFFFFFFFF};
    if (parts.at(1) != "na") info.memory = integer(parts[1]);
    if (parts.size() > 2) info.gpuInstance = static_cast<u32>(integer(parts[2]));
    if (parts.size() > 3) info.computeInstance = static_cast<u32>(integer(parts[3]));
    found.push_back(info);
  }
  return found;
}

int processList(Call &call, const char *key, u32 *count, ProcessInfo *infos) {
  if (!count) return kInvalidArgument;
  const int code = call.has(key);
  return code ? code : list(call, count, infos, processes(call, key));
}

}  // namespace

EXPORT(nvmlDeviceGetRetiredPages)(Handle device, u32 cause, u32 *count, u64 *addresses) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return retiredPages(call, cause, count, addresses, nullptr);
  });
}
EXPORT(nvmlDeviceGetRetiredPages_v2)
(Handle device, u32 cause, u32 *count, u64 *addresses, u64 *timestamps) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return retiredPages(call, cause, count, addresses, timestamps);
  });
}
EXPORT(nvmlDeviceGetRemappedRows)
(Handle device, u32 *corrected, u32 *uncorrected, u32 *pending, u32 *failed) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!corrected || !uncorrected || !pending || !failed) return kInvalidArgument;
    if (const int code = call.number(corrected, "remapped.corrected")) return code;
    call.write(uncorrected, call.part<u32>("remapped.uncorrected"));
    call.write(pending, call.part<u32>("remapped.pending"));
    call.write(failed, call.part<u32>("remapped.failed"));
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetRowRemapperHistogram)(Handle device, RowHistogram *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.has("remapped.histogram.max")) return code;
    call.write(
        out, {call.part<u32>("remapped.histogram.max"), call.part<u32>("remapped.histogram.high"),
              call.part<u32>("remapped.histogram.partial"),
              call.part<u32>("remapped.histogram.low"), call.part<u32>("remapped.histogram.none")});
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetRepairStatus)(Handle device, VersionedTriple *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 1)) return kVersionMismatch;
    if (const int code = call.has("repair.channel")) return code;
    call.write(out, {out->version, call.part<u32>("repair.channel"), call.part<u32>("repair.tpc")});
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetViolationStatus)(Handle device, u32 policy, ViolationTime *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    const int p = static_cast<int>(policy);
    if (const int code = call.has("violation.#", p)) return code;
    call.write(out, {clockUs(CLOCK_REALTIME), call.part<u64>("violation.#", 0, p)});
    return kSuccess;
  });
}

// ---------------------------------------------------------------- NVLink

namespace {

/** A call about one link; `nvlink.count` says how many there are. */
template <class Body>
int onLink(const char *name, Handle device, u32 link, Body body) {
  return onDevice(name, device, [=](Call &call) -> int {
    const u32 count = call.part<u32>("nvlink.count");
    if (count == 0) return kNotSupported;
    return link < count ? body(call, static_cast<int>(link)) : static_cast<int>(kInvalidArgument);
  });
}

}  // namespace

EXPORT(nvmlDeviceGetNvLinkState)(Handle device, u32 link, u32 *out) {
  return onLink(__func__, device, link,
                [=](Call &call, int l) -> int { return call.number(out, "nvlink.#.state", l); });
}
EXPORT(nvmlDeviceGetNvLinkVersion)(Handle device, u32 link, u32 *out) {
  return onLink(__func__, device, link,
                [=](Call &call, int l) -> int { return call.number(out, "nvlink.#.version", l); });
}
EXPORT(nvmlDeviceGetNvLinkCapability)(Handle device, u32 link, u32 capability, u32 *out) {
  return onLink(__func__, device, link, [=](Call &call, int l) -> int {
    return call.number(out, "nvlink.#.capability.#", l, static_cast<int>(capability));
  });
}
EXPORT(nvmlDeviceGetNvLinkRemotePciInfo_v2)(Handle device, u32 link, PciInfo *out) {
  return onLink(__func__, device, link, [=](Call &call, int l) -> int {
    return pciInfo(call, out, "nvlink.#.remote_bus_id", l);
  });
}
EXPORT(nvmlDeviceGetNvLinkRemoteDeviceType)(Handle device, u32 link, u32 *out) {
  return onLink(__func__, device, link, [=](Call &call, int l) -> int {
    return call.number(out, "nvlink.#.remote_type", l);
  });
}
EXPORT(nvmlDeviceGetNvLinkErrorCounter)(Handle device, u32 link, u32 counter, u64 *out) {
  return onLink(__func__, device, link, [=](Call &call, int l) -> int {
    return call.number(out, "nvlink.#.error.#", l, static_cast<int>(counter));
  });
}
EXPORT(nvmlDeviceGetNvLinkUtilizationCounter)
(Handle device, u32 link, u32, u64 *receive, u64 *transmit) {
  return onLink(__func__, device, link, [=](Call &call, int l) -> int {
    if (!receive || !transmit) return kInvalidArgument;
    if (const int code = call.number(receive, "nvlink.#.counter.receive", l)) return code;
    return call.number(transmit, "nvlink.#.counter.transmit", l);
  });
}
EXPORT(nvmlDeviceGetNvLinkInfo)(Handle device, VersionedPair *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(8, 1) && out->version != versionWord(1612, 2))
      return kVersionMismatch;
    return call.number(&out->value, "nvlink.encrypted");
  });
}

// ---------------------------------------------------------------- fields

namespace {

/** Fields that are not unsigned 64-bit when the scenario does not say. */
Type defaultType(u32 field) {
  if (field >= 193 && field <= 196) return Type::I32;
  const bool isNarrow = field <= 2 || (field >= 29 && field <= 31) || field == 82 ||
                        (field >= 84 && field <= 95) || (field >= 142 && field <= 147) ||
                        (field >= 164 && field <= 168) || (field >= 185 && field <= 190) ||
                        field == 192 || (field >= 226 && field <= 230);
  return isNarrow ? Type::U32 : Type::U64;
}

template <class T>
u64 packed(Real value) {
  const T narrow = Call::convert<T>(value);
  u64 word = 0;
  memcpy(&word, &narrow, sizeof narrow);
  return word;
}

u64 encode(Type type, Real value) {
  switch (type) {
    case Type::Double:
      return packed<double>(value);
    case Type::U32:
      return packed<u32>(value);
    case Type::I32:
      return packed<i32>(value);
    case Type::U16:
      return packed<u16>(value);
    case Type::I64:
      return packed<i64>(value);
    default:
      return packed<u64>(value);
  }
}

void answerField(Call &call, FieldValue *entry) {
  const u64 startedUs = clockUs(CLOCK_REALTIME);
  const int field = static_cast<int>(entry->field),
            scope = entry->scope == 0xFFFFFFFF ? -2 : static_cast<int>(entry->scope);
  const Value *v = call.view().find(call.device(), "field.#.#", field, scope);
  if (!v && scope == 0) v = call.view().find(call.device(), "field.#", field);
  FieldValue answer{
      entry->field, entry->scope, static_cast<i64>(startedUs), 0, 0, kNotSupported, 0};
  if (v && v->kind == Value::Failure) answer.code = v->code;
  if (v && v->kind == Value::Number) {
    const Type type = v->type == Type::Default ? defaultType(entry->field) : v->type;
    answer.type = static_cast<u32>(type);
    answer.code = kSuccess;
    answer.value = encode(type, call.view().evaluate(*v, call.device(), std::max(0, scope)));
  }
  answer.latency = static_cast<i64>(clockUs(CLOCK_REALTIME) - startedUs);
  call.write(entry, answer);
}

}  // namespace

EXPORT(nvmlDeviceGetFieldValues)(Handle device, i32 count, FieldValue *values) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!values || count <= 0) return kInvalidArgument;
    int first = kSuccess;
    bool hasAny = false;
    for (i32 i = 0; i < count; ++i) {
      answerField(call, values + i);
      if (values[i].code == kSuccess)
        hasAny = true;
      else if (first == kSuccess)
        first = values[i].code;
    }
    return hasAny ? kSuccess : first;
  });
}
EXPORT(nvmlDeviceClearFieldValues)(Handle device, i32 count, FieldValue *values) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!values || count <= 0) return kInvalidArgument;
    return call.has("field.clear");
  });
}

// ---------------------------------------------------------------- processes

EXPORT(nvmlDeviceGetComputeRunningProcesses_v3)(Handle device, u32 *count, ProcessInfo *infos) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return processList(call, "processes.compute", count, infos);
  });
}
EXPORT(nvmlDeviceGetComputeRunningProcesses_v2)(Handle device, u32 *count, ProcessInfo *infos) {
  return nvmlDeviceGetComputeRunningProcesses_v3(device, count, infos);
}
EXPORT(nvmlDeviceGetComputeRunningProcesses)(Handle device, u32 *count, ProcessInfoV1 *infos) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!count) return kInvalidArgument;
    if (const int code = call.has("processes.compute")) return code;
    std::vector<ProcessInfoV1> old;
    for (const ProcessInfo &one : processes(call, "processes.compute"))
      old.push_back({one.pid, 0, one.memory});
    return list(call, count, infos, old);
  });
}
EXPORT(nvmlDeviceGetGraphicsRunningProcesses_v3)(Handle device, u32 *count, ProcessInfo *infos) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return processList(call, "processes.graphics", count, infos);
  });
}
EXPORT(nvmlDeviceGetGraphicsRunningProcesses_v2)(Handle device, u32 *count, ProcessInfo *infos) {
  return nvmlDeviceGetGraphicsRunningProcesses_v3(device, count, infos);
}
EXPORT(nvmlDeviceGetMPSComputeRunningProcesses_v3)(Handle device, u32 *count, ProcessInfo *infos) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    return processList(call, "processes.mps", count, infos);
  });
}
EXPORT(nvmlDeviceGetMPSComputeRunningProcesses_v2)(Handle device, u32 *count, ProcessInfo *infos) {
  return nvmlDeviceGetMPSComputeRunningProcesses_v3(device, count, infos);
}

EXPORT(nvmlDeviceGetProcessUtilization)
(Handle device, ProcessUse *samples, u32 *count, u64 lastSeen) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!count) return kInvalidArgument;
    if (const int code = call.has("processes.utilization")) return code;
    std::vector<ProcessUse> all;
    const u64 nowUs = clockUs(CLOCK_REALTIME);
    for (const string &word : words(call.textOf("processes.utilization"))) {
      const auto parts = split(word, ':');
      all.push_back({static_cast<u32>(integer(parts.at(0))), 0, nowUs,
                     static_cast<u32>(integer(parts.at(1))), static_cast<u32>(integer(parts.at(2))),
                     0, 0});
    }
    if (lastSeen > nowUs) all.clear();
    if (all.empty()) return kNotFound;
    return list(call, count, samples, all);
  });
}
EXPORT(nvmlDeviceGetAccountingStats)(Handle device, u32 pid, Accounting *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    const int p = static_cast<int>(pid);
    if (const int code = call.has("accounting.#.time_ms", p)) return code;
    Accounting a{};
    a.gpu = call.part<u32>("accounting.#.gpu", 0, p);
    a.memory = call.part<u32>("accounting.#.memory", 0, p);
    a.mostMemory = call.part<u64>("accounting.#.most_memory", 0, p);
    a.time = call.part<u64>("accounting.#.time_ms", 0, p);
    a.startTime = call.part<u64>("accounting.#.start_us", 0, p);
    a.running = call.part<u32>("accounting.#.running", 0, p);
    call.write(out, a);
    return kSuccess;
  });
}

// ---------------------------------------------------------------- MIG

EXPORT(nvmlDeviceGetMigDeviceHandleByIndex)(Handle device, u32 index, Handle *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out || index >= kMostInstances || call.device().mig >= 0) return kInvalidArgument;
    if (call.part<u32>("mig.mode") == 0) return kNotFound;
    const Device instance{call.device().gpu, static_cast<int>(index)};
    const Value *uuid = call.view().find(instance, "uuid");
    if (!uuid || uuid->kind != Value::Text) return kNotFound;
    call.write(out, handleOf(instance, call.view().generation()));
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetDeviceHandleFromMigDeviceHandle)(Handle device, Handle *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out || call.device().mig < 0) return kInvalidArgument;
    call.write(out, handleOf({call.device().gpu, -1}, call.view().generation()));
    return kSuccess;
  });
}
EXPORT(nvmlDeviceIsMigDeviceHandle)(Handle device, u32 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    call.write(out, call.device().mig >= 0 ? 1u : 0u);
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetAttributes_v2)(Handle device, Attributes *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.has("attributes.multiprocessors")) return code;
    call.write(
        out,
        {call.part<u32>("attributes.multiprocessors"), call.part<u32>("attributes.copy_engines"),
         call.part<u32>("attributes.decoders"), call.part<u32>("attributes.encoders"),
         call.part<u32>("attributes.jpegs"), call.part<u32>("attributes.optical_flows"),
         call.part<u32>("attributes.gpu_slices"), call.part<u32>("attributes.compute_slices"),
         call.part<u64>("attributes.memory_mib")});
    return kSuccess;
  });
}

// ---------------------------------------------------------------- events

namespace {

/** Moves what has happened since the last look into the set's queue. */
void collect(const View &view, EventSet &set) {
  for (const Event &e : view.scenario().events) {
    const auto wanted = set.wanted.find(e.gpu);
    const bool isWanted = wanted != set.wanted.end() && (wanted->second & e.type) != 0;
    if (e.every > 0) {
      for (Real k = floorl((set.cursor - e.offset) / e.every) + 1;
           isWanted && k * e.every + e.offset <= view.now(); ++k)
        set.waiting.push_back(e);
      continue;
    }
    const Real at = e.unixMs >= 0 ? e.unixMs / 1000 - view.epoch() : e.at;
    // The time of day in a scenario has whole milliseconds.
    const bool isDue = at < 0 || (at > set.since - 0.001L && at <= view.now());
    if (!isWanted || !isDue || set.told[e.identity]) continue;
    set.told[e.identity] = true;
    set.waiting.push_back(e);
  }
  set.cursor = view.now();
}

}  // namespace

EXPORT(nvmlEventSetCreate)(Handle *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    Handle id;
    {
      std::lock_guard<std::mutex> lock(library().mutex);
      id = library().nextHandle += 16;
      EventSet &made = library().eventSets[id];
      made.since = made.cursor = call.view().now();
    }
    call.write(out, id);
    return kSuccess;
  });
}
EXPORT(nvmlEventSetFree)(Handle set) {
  return onSystem(__func__, [=](Call &call) -> int {
    (void)call;
    std::lock_guard<std::mutex> lock(library().mutex);
    return library().eventSets.erase(set) ? kSuccess : kInvalidArgument;
  });
}
EXPORT(nvmlDeviceRegisterEvents)(Handle device, u64 types, Handle set) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    const u64 supported = call.part<u64>("event_types");
    if (types == 0 || (types & ~supported) != 0) return kNotSupported;
    std::lock_guard<std::mutex> lock(library().mutex);
    const auto found = library().eventSets.find(set);
    if (found == library().eventSets.end()) return kInvalidArgument;
    found->second.wanted[call.device().gpu] |= types;
    return kSuccess;
  });
}
namespace {

/** How often a wait looks for news. The driver itself is woken; where cost is measured, look seldom. */
u64 eventPollMs() {
  static const char *text = getenv("FAKE_NVML_EVENT_POLL_MS");
  static const u64 ms = text ? std::max<u64>(1, strtoull(text, nullptr, 10)) : 200;
  return ms;
}

}  // namespace

EXPORT(nvmlEventSetWait_v2)(Handle set, EventData *out, u32 timeoutMs) {
  const u64 startedUs = clockUs(CLOCK_MONOTONIC);
  for (;;) {
    Event event;
    bool hasEvent = false;
    const int code = onSystem(__func__, [&](Call &call) -> int {
      if (!out) return kInvalidArgument;
      {
        std::lock_guard<std::mutex> lock(library().mutex);
        const auto found = library().eventSets.find(set);
        if (found == library().eventSets.end()) return kInvalidArgument;
        collect(call.view(), found->second);
        auto &waiting = found->second.waiting;
        if (waiting.empty()) return kTimeout;
        event = waiting.front();
        waiting.erase(waiting.begin());
      }
      hasEvent = true;
      call.write(out, {handleOf({event.gpu, -1}, call.view().generation()), event.type, event.data,
                       event.gpuInstance, event.computeInstance});
      return kSuccess;
    });
    const u64 sinceMs = (clockUs(CLOCK_MONOTONIC) - startedUs) / 1000;
    if (code != kTimeout || hasEvent || sinceMs >= timeoutMs) return code;
    sleepMs(std::min<u64>(eventPollMs(), timeoutMs - sinceMs));
  }
}
EXPORT(nvmlEventSetWait)(Handle set, EventData *out, u32 timeoutMs) {
  return nvmlEventSetWait_v2(set, out, timeoutMs);
}

// ---------------------------------------------------------------- fabric and platform

namespace {

void readGuid(u8 *into, const string &text) {
  string digits;
  for (const char c : text)
    if (isxdigit(static_cast<unsigned char>(c))) digits += c;
  digits.resize(32, '0');
  for (int i = 0; i < 16; ++i)
    into[i] =
        static_cast<u8>(strtoul(digits.substr(static_cast<size_t>(i) * 2, 2).c_str(), nullptr, 16));
}

}  // namespace

EXPORT(nvmlDeviceGetGpuFabricInfo)(Handle device, FabricInfoV1 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.has("fabric.state")) return code;
    FabricInfoV1 f{};
    readGuid(f.cluster, call.textOf("fabric.cluster"));
    f.status = call.part<u32>("fabric.status");
    f.clique = call.part<u32>("fabric.clique");
    f.state = call.part<u8>("fabric.state");
    call.write(out, f);
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetGpuFabricInfoV)(Handle device, FabricInfoV3 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    const bool isThird = out->version == versionWord(40, 3);
    if (!isThird && out->version != versionWord(36, 2)) return kVersionMismatch;
    if (const int code = call.has("fabric.state")) return code;
    FabricInfoV3 f{};
    f.version = out->version;
    readGuid(f.cluster, call.textOf("fabric.cluster"));
    f.status = call.part<u32>("fabric.status");
    f.clique = call.part<u32>("fabric.clique");
    f.state = call.part<u8>("fabric.state");
    f.healthMask = call.part<u32>("fabric.health_mask");
    f.healthSummary = call.part<u8>("fabric.health");
    struct Second {
      u8 bytes[36];
    };
    static_assert(sizeof(Second) == 36);
    if (isThird)
      call.write(out, f);
    else {
      Second second;
      memcpy(&second, &f, sizeof second);
      call.write(reinterpret_cast<Second *>(out), second);
    }
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetPlatformInfo)(Handle device, PlatformInfo *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(44, 2) && out->version != versionWord(44, 1))
      return kVersionMismatch;
    if (const int code = call.has("platform.slot")) return code;
    PlatformInfo p{};
    p.version = out->version;
    readGuid(p.ibGuid, call.textOf("platform.ib_guid"));
    const string chassis = call.textOf("platform.chassis");
    memcpy(p.chassis, chassis.data(), std::min<size_t>(chassis.size(), 16));
    p.slot = call.part<u8>("platform.slot");
    p.tray = call.part<u8>("platform.tray");
    p.host = call.part<u8>("platform.host");
    p.peerType = call.part<u8>("platform.peer_type");
    p.module = call.part<u8>("platform.module");
    call.write(out, p);
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetConfComputeMemSizeInfo)(Handle device, u64 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (const int code = call.number(out, "confidential.protected_kib")) return code;
    call.write(out + 1, call.part<u64>("confidential.unprotected_kib"));
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetTopologyCommonAncestor)(Handle device, Handle other, u32 *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    Device second;
    if (!decodeHandle(other, call.view().generation(), second)) return kInvalidArgument;
    return call.number(out, "topology.#", second.gpu);
  });
}
EXPORT(nvmlDeviceGetCpuAffinity)(Handle device, u32 size, unsigned long *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out || size == 0) return kInvalidArgument;
    if (const int code = call.has("cpu_affinity.0")) return code;
    for (u32 i = 0; i < size; ++i)
      call.write(out + i, call.part<unsigned long>("cpu_affinity.#", 0, static_cast<int>(i)));
    return kSuccess;
  });
}
EXPORT(nvmlDeviceGetGspFirmwareVersion)(Handle device, char *out) {
  return onDevice(__func__, device,
                  [=](Call &call) -> int { return call.text(out, 64, "gsp.version"); });
}
EXPORT(nvmlDeviceGetAddressingMode)(Handle device, VersionedPair *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != versionWord(sizeof *out, 1)) return kVersionMismatch;
    return call.number(&out->value, "addressing_mode");
  });
}

/** The driver keeps about 120 samples; here one each 20 ms. */
EXPORT(nvmlDeviceGetSamples)
(Handle device, u32 type, u64 lastSeen, u32 *valueType, u32 *count, Sample *samples) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!count || !valueType) return kInvalidArgument;
    const int t = static_cast<int>(type);
    if (const int code = call.has("samples.#", t)) return code;
    const Value *v = call.view().find(call.device(), "samples.#", t);
    const u64 nowUs = clockUs(CLOCK_REALTIME) / 20000 * 20000;
    std::vector<Sample> all;
    for (u64 i = 120; i-- > 0;) {
      const u64 at = nowUs - i * 20000;
      const Real then = call.view().now() - static_cast<Real>(i) * 0.02L;
      if (at > lastSeen)
        all.push_back({at, packed<u32>(call.view().evaluateAt(*v, call.device(), then))});
    }
    call.write(valueType, 1u);
    if (all.empty()) return kNotFound;
    if (!samples) {
      call.write(count, static_cast<u32>(all.size()), Output::Count);
      return kSuccess;
    }
    return list(call, count, samples, all);
  });
}

// ---------------------------------------------------------------- GPM

namespace {

int takeSample(Call &call, Handle id, int instance) {
  if (call.part<u32>("gpm.supported") == 0) return kNotSupported;
  std::lock_guard<std::mutex> lock(library().mutex);
  const auto found = library().gpmSamples.find(id);
  if (found == library().gpmSamples.end()) return kInvalidArgument;
  found->second = {true, call.device().gpu, instance, call.view().now()};
  return kSuccess;
}

void answerMetric(Call &call, const Device &device, Real from, Real to, GpmMetric *entry) {
  const Value *v = call.view().find(device, "gpm.#", static_cast<int>(entry->metric));
  const bool hasNumber = v && v->kind == Value::Number;
  call.write(&entry->code, hasNumber                        ? i32{kSuccess}
                           : v && v->kind == Value::Failure ? i32{v->code}
                                                            : i32{kNotSupported});
  if (!hasNumber) return;
  call.write(&entry->value,
             static_cast<double>(call.view().evaluateAt(*v, device, (from + to) / 2)));
  entry->shortName = "fake";
  entry->longName = "fake metric";
  entry->unit = "%";
}

}  // namespace

EXPORT(nvmlGpmSampleAlloc)(Handle *out) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    Handle id;
    {
      std::lock_guard<std::mutex> lock(library().mutex);
      id = library().nextHandle += 16;
      library().gpmSamples[id] = {};
    }
    call.write(out, id);
    return kSuccess;
  });
}
EXPORT(nvmlGpmSampleFree)(Handle sample) {
  return onSystem(__func__, [=](Call &call) -> int {
    (void)call;
    std::lock_guard<std::mutex> lock(library().mutex);
    return library().gpmSamples.erase(sample) ? kSuccess : kInvalidArgument;
  });
}
EXPORT(nvmlGpmSampleGet)(Handle device, Handle sample) {
  return onDevice(__func__, device,
                  [=](Call &call) -> int { return takeSample(call, sample, -1); });
}
EXPORT(nvmlGpmMigSampleGet)(Handle device, u32 gpuInstance, Handle sample) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    for (int mig = 0; mig < kMostInstances; ++mig) {
      const Device instance{call.device().gpu, mig};
      if (call.view().find(instance, "uuid") &&
          call.view().numberOr(instance, "gpu_instance", -1) == static_cast<Real>(gpuInstance))
        return takeSample(call, sample, mig);
    }
    return kInvalidArgument;
  });
}
EXPORT(nvmlGpmMetricsGet)(GpmMetricsHead *get) {
  return onSystem(__func__, [=](Call &call) -> int {
    if (!get) return kInvalidArgument;
    if (get->version != 1) return kVersionMismatch;
    if (get->count == 0 || get->count > 400) return kInvalidArgument;
    GpmSample first;
    GpmSample second;
    {
      std::lock_guard<std::mutex> lock(library().mutex);
      const auto &samples = library().gpmSamples;
      const auto one = samples.find(get->sample1);
      const auto two = samples.find(get->sample2);
      if (one == samples.end() || two == samples.end()) return kInvalidArgument;
      first = one->second;
      second = two->second;
    }
    if (!first.isTaken || !second.isTaken || first.gpu != second.gpu ||
        first.instance != second.instance || second.at <= first.at)
      return kInvalidArgument;
    const Device device{first.gpu, first.instance};
    if (const int code = forcedCode(call.view(), "nvmlGpmMetricsGet", Device{first.gpu, -1}))
      return code;
    auto *metrics = reinterpret_cast<GpmMetric *>(get + 1);
    for (u32 i = 0; i < get->count; ++i)
      answerMetric(call, device, first.at, second.at, metrics + i);
    return kSuccess;
  });
}
EXPORT(nvmlGpmQueryDeviceSupport)(Handle device, VersionedPair *out) {
  return onDevice(__func__, device, [=](Call &call) -> int {
    if (!out) return kInvalidArgument;
    if (out->version != 1) return kVersionMismatch;
    call.write(&out->value, call.part<u32>("gpm.supported"));
    return kSuccess;
  });
}
EXPORT(nvmlGpmSetStreamingEnabled)(Handle device, u32) {
  return onDevice(__func__, device, [=](Call &call) -> int { return call.has("gpm.streaming"); });
}
