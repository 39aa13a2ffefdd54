// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

// The numbers of the protocol between the engine and its helper. Both are built from this file,
// and a helper of another build is refused at the handshake, so there is no negotiation.
//
// Channel. The helper inherits four descriptors at fixed places:
//   0, 1  the null device
//   2     a pipe that the engine logs
//   3     control: SOCK_STREAM, frames in both directions
//   4     descriptor lane: SOCK_SEQPACKET, one packet a request or burst (wire/descriptorlane.h)
//   5     ledger: a sealed memory file (wire/ledger.h)
//
// Order. The engine sends a request's descriptors before its frame, so that the helper, on reading
// the frame, finds them on the lane. The helper sends pidfds on the lane and nothing else there.
namespace Spawn::Wire {

inline constexpr uint32_t Magic = 0x4e505341; // "ASPN"
inline constexpr uint16_t ProtocolVersion = 1;

inline constexpr int ControlDescriptor = 3;
inline constexpr int LaneDescriptor = 4;
inline constexpr int LedgerDescriptor = 5;

// Above what any kernel accepts for argv and environment together (6 MiB), so that the kernel is
// the one to say E2BIG.
inline constexpr uint32_t MaximumFrameSize = 8 << 20;

inline constexpr uint32_t MaximumExtraDescriptors = 200; // the kernel takes 253 in a packet
inline constexpr uint32_t MaximumLimits = 32;

// Requests sent and not yet answered. Bounds what the helper holds, and with it the size of every
// answer that it may have to keep: its replies always fit into the socket.
inline constexpr uint32_t MaximumOutstanding = 64;

inline constexpr uint32_t LedgerSlots = 8192; // more commands than this never live at a time

enum class MessageType : uint16_t {
    // both directions
    Hello = 1,

    // engine -> helper
    Spawn = 16,
    Context,
    Ping,
    ControlGroup,

    // helper -> engine
    Refused = 32,
    Executed,
    Pong,
};

// How far a command came. The first failure wins; the numbers are those of CommandResult::Stage.
enum class Stage : uint16_t {
    None,
    Validation,
    Queue,
    Pipe,
    Transfer,
    Fork,
    Directory,
    Limit,
    Descriptor,
    Exec,
    ControlGroup,
};

} // namespace Spawn::Wire
