// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/protocol.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// A frame is a header and a body. Integers are little-endian and of fixed width.
//
//   offset  size
//        0     4  magic
//        4     4  size of the body, at most MaximumFrameSize
//        8     2  message type
//       10     2  zero
//       12     4  generation of the helper that the frame is for, or from
//       16     8  id of the command, zero where there is none
namespace Spawn::Wire {

using Bytes = std::span<const uint8_t>;

inline constexpr size_t FrameHeaderSize = 24;

struct Frame
{
    MessageType type{};
    uint32_t generation = 0;
    uint64_t id = 0;
    Bytes body; // valid until the decoder is touched again
};

// Appends the frame to out.
void appendFrame(std::vector<uint8_t> &out, const Frame &frame);

enum class FrameError {
    None,
    BadMagic,
    BadReserved,
    TooLarge,
};

const char *describe(FrameError error);

// Cuts a stream into frames. Holds at most one unfinished frame; what it allocates is bounded by
// what has arrived and by MaximumFrameSize, never by what a header announces.
//
//   decoder.append(bytes);
//   while (const auto frame = decoder.next())
//       handle(*frame);
//   if (decoder.error() != FrameError::None)
//       close the connection: what follows has no meaning any more
class FrameDecoder
{
public:
    // Copies the bytes. Ignored after an error.
    void append(Bytes bytes);
    std::optional<Frame> next();
    FrameError error() const { return m_error; }
    size_t pendingSize() const { return m_buffer.size() - m_consumed; }

    // Room for the largest frame and bytesAtOnce more, so that append() never allocates again.
    void reserve(size_t bytesAtOnce);
    // With nothing pending: keeps that room, and gives the memory behind it back to the system.
    void discardPages();

private:
    std::vector<uint8_t> m_buffer;
    size_t m_consumed = 0; // of m_buffer, by frames already given out
    FrameError m_error = FrameError::None;
};

} // namespace Spawn::Wire
