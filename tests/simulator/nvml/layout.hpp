// Return codes and structs of NVML 13, by size and offset only.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using std::string;
using u8 = std::uint8_t;
using u16 = std::uint16_t;
using u32 = std::uint32_t;
using u64 = std::uint64_t;
using i32 = std::int32_t;
using i64 = std::int64_t;
using Handle = std::uintptr_t;

enum Code : int {
  kSuccess = 0,
  kUninitialized = 1,
  kInvalidArgument = 2,
  kNotSupported = 3,
  kNotFound = 6,
  kInsufficientSize = 7,
  kDriverNotLoaded = 9,
  kTimeout = 10,
  kVersionMismatch = 25,
  kUnknown = 999,
};

constexpr u64 kNotAvailable = ~0ull;
constexpr int kMostGpus = 64;
constexpr int kMostInstances = 16;
struct PciInfo {
  char legacyBusId[16];
  u32 domain, bus, device, deviceId, subsystemId;
  char busId[32];
};
static_assert(sizeof(PciInfo) == 68);

struct Memory {
  u64 total, free, used;
};
static_assert(sizeof(Memory) == 24);

struct MemoryV2 {
  u32 version, padding;
  u64 total, reserved, free, used;
};
static_assert(sizeof(MemoryV2) == 40);

struct Utilization {
  u32 gpu, memory;
};
static_assert(sizeof(Utilization) == 8);

struct ProcessInfo {
  u32 pid, padding;
  u64 memory;
  u32 gpuInstance, computeInstance;
};
static_assert(sizeof(ProcessInfo) == 24);

struct ProcessInfoV1 {
  u32 pid, padding;
  u64 memory;
};
static_assert(sizeof(ProcessInfoV1) == 16);

struct ProcessUse {
  u32 pid, padding;
  u64 timestamp;
  u32 sm, memory, encoder, decoder;
};
static_assert(sizeof(ProcessUse) == 32);

struct Accounting {
  u32 gpu, memory;
  u64 mostMemory, time, startTime;
  u32 running, reserved[5];
};
static_assert(sizeof(Accounting) == 56);

struct Attributes {
  u32 multiprocessors, copyEngines, decoders, encoders, jpegs, opticalFlows, gpuSlices,
      computeSlices;
  u64 memoryMib;
};
static_assert(sizeof(Attributes) == 40);

struct FieldValue {
  u32 field, scope;
  i64 timestamp, latency;
  u32 type;
  i32 code;
  u64 value;
};
static_assert(sizeof(FieldValue) == 40);

struct ViolationTime {
  u64 reference, violation;
};
static_assert(sizeof(ViolationTime) == 16);

struct EventData {
  Handle device;
  u64 type, data;
  u32 gpuInstance, computeInstance;
};
static_assert(sizeof(EventData) == 32);

struct RowHistogram {
  u32 max, high, partial, low, none;
};
static_assert(sizeof(RowHistogram) == 20);

struct FabricInfoV1 {
  u8 cluster[16];
  u32 status, clique;
  u8 state, padding[3];
};
static_assert(sizeof(FabricInfoV1) == 28);

struct FabricInfoV3 {
  u32 version;
  u8 cluster[16];
  u32 status, clique;
  u8 state, padding[3];
  u32 healthMask;
  u8 healthSummary, tail[3];
};
static_assert(sizeof(FabricInfoV3) == 40);

struct ConfComputeState {
  u32 environment, feature, devTools;
};
static_assert(sizeof(ConfComputeState) == 12);

struct ConfComputeSettings {
  u32 version, environment, feature, devTools, multiGpu;
};
static_assert(sizeof(ConfComputeSettings) == 20);

struct GpmMetric {
  u32 metric;
  i32 code;
  double value;
  const char *shortName, *longName, *unit;
};
static_assert(sizeof(GpmMetric) == 40);

struct GpmMetricsHead {
  u32 version, count;
  Handle sample1, sample2;
};
static_assert(sizeof(GpmMetricsHead) == 24);

struct VersionedPair {
  u32 version, value;
};
static_assert(sizeof(VersionedPair) == 8);

struct VersionedTriple {
  u32 version, first, second;
};
static_assert(sizeof(VersionedTriple) == 12);

struct PlatformInfo {
  u32 version;
  u8 ibGuid[16], chassis[16], slot, tray, host, peerType, module, padding[3];
};
static_assert(sizeof(PlatformInfo) == 44);

struct SramStatus {
  u32 version, padding;
  u64 counts[11];
  u32 thresholdExceeded, tail;
};
static_assert(sizeof(SramStatus) == 104);

struct Sample {
  u64 timestamp;
  u64 value;
};
static_assert(sizeof(Sample) == 16);

constexpr u32 versionWord(size_t size, u32 version) {
  return static_cast<u32>(size) | version << 24;
}

}  // namespace
