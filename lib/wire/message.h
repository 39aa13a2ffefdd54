// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/frame.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

// The bodies of the frames. Each struct has one encode() that appends a whole frame and one
// decode() that returns nothing for a body that is not exactly one of its kind. A string is a
// 32-bit length, the bytes, and a NUL that the length does not count.
namespace Spawn::Wire {

// Both directions; the first frame each way. The engine speaks first.
//   u16 protocol version, string build (of the sender)
struct HelloMessage
{
    uint16_t version = ProtocolVersion;
    std::string_view build;

    void encode(std::vector<uint8_t> &out, uint32_t generation) const;
    static std::optional<HelloMessage> decode(Bytes body);
};

struct ResourceLimit
{
    uint32_t resource = 0;
    uint64_t soft = 0;
    uint64_t hard = 0;
    bool operator==(const ResourceLimit &) const = default;
};

// Engine to helper: what a command has from the application where it does not say otherwise.
// Holds for all that follow, until the next.
//   u8 the directory comes as a descriptor (lane entry of id 0), u32 umask, i32 nice level,
//   u16 number of limits, u32 of variables, {u32 resource, u64 soft, u64 hard}…,
//   string directory, strings of the environment
struct ContextMessage
{
    bool directoryAsDescriptor = false; // when it has no path any more
    uint32_t umask = 0;
    int32_t niceLevel = 0;
    std::vector<ResourceLimit> limits;
    std::string_view directory;
    std::vector<const char *> environment; // NUL-terminated; decoded: into the body

    // False if it is larger than a frame may be; out is as it was before.
    [[nodiscard]] bool encode(std::vector<uint8_t> &out, uint32_t generation) const;
    static std::optional<ContextMessage> decode(Bytes body);
};

// Where a descriptor 0, 1 or 2 of the child comes from.
enum class Source : uint8_t {
    Null,
    Lane, // sent ahead
    File, // opened by the child: a path on a dead mount blocks nobody else
    SameAsOutput, // 2 only: merged
};

struct StandardStream
{
    Source source = Source::Null;
    int32_t openFlags = 0; // File
    std::string_view path; // File; relative to the application's directory
};

// Engine to helper: run a command. The frame's id is the command's.
// Lane entry of the same id: streams 0 to 2 with Source::Lane, then the extra ones.
//   u32 ledger slot, u32 flags, i32 nice level,
//   {u8 source, i32 open flags} × 3,
//   u16 number of limits, u16 of extra descriptors, u32 of arguments, u32 of variables,
//   {u32 resource, u64 soft, u64 hard}…, {i32 number in the child}…,
//   string directory (empty: the context's), string path for each Source::File,
//   strings of the arguments, strings of the environment
struct SpawnMessage
{
    enum Flag : uint32_t {
        Detached = 1, // a session of its own, and no death signal
        SetNiceLevel = 2,
        OwnEnvironment = 4, // else it has none here, and the context's holds
        OwnControlGroup = 8,
    };

    uint32_t slot = 0;
    uint32_t flags = 0;
    int32_t niceLevel = 0;
    std::array<StandardStream, 3> streams;
    std::vector<ResourceLimit> limits;
    std::vector<int32_t> childDescriptors;
    std::string_view directory;
    std::vector<const char *> arguments; // NUL-terminated, into the body that was decoded
    std::vector<const char *> environment;

    static std::optional<SpawnMessage> decode(Bytes body);
};

// Writes a SpawnMessage. Apart from the struct, because the engine's strings carry their lengths
// and need not be terminated.
class SpawnEncoder
{
public:
    // message.arguments and environment are not used.
    SpawnEncoder(std::vector<uint8_t> &out, uint32_t generation, uint64_t id,
                 const SpawnMessage &message, uint32_t argumentCount, uint32_t variableCount);
    // All the arguments, then all the variables.
    void string(std::string_view bytes);
    // Completes the frame. False if it is larger than a frame may be; out is as it was before.
    [[nodiscard]] bool finish();

private:
    std::vector<uint8_t> &m_out;
    const size_t m_start;
};

// Engine to helper, after the hello: the control group in which each command that says so has one
// of its own, named after its id. Killed with the application.
//   string path
struct ControlGroupMessage
{
    std::string_view path; // NUL-terminated, into the body that was decoded

    void encode(std::vector<uint8_t> &out, uint32_t generation) const;
    static std::optional<ControlGroupMessage> decode(Bytes body);
};

// Helper to engine: not cloned, or not even tried. The frame's id is the command's.
//   u16 stage, i32 errno
struct RefusedMessage
{
    Stage stage = Stage::Fork;
    int32_t error = 0;

    void encode(std::vector<uint8_t> &out, uint32_t generation, uint64_t id) const;
    static std::optional<RefusedMessage> decode(Bytes body);
};

// Helper to engine: these have left the helper's memory; if their ledger slot says Executing, they
// have executed. Sent only for those that live for longer than a moment.
//   u32 count, u64 id…
struct ExecutedMessage
{
    std::vector<uint64_t> ids;

    void encode(std::vector<uint8_t> &out, uint32_t generation) const;
    static std::optional<ExecutedMessage> decode(Bytes body);
};

// Ping (engine to helper) and Pong have no body; the frame's id is a sequence number.
void encodeEmpty(std::vector<uint8_t> &out, MessageType type, uint32_t generation, uint64_t id);

} // namespace Spawn::Wire
