// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/frame.h"

#include "wire/bytes.h"

#include <sys/mman.h>
#include <unistd.h>

namespace Spawn::Wire {

void appendFrame(std::vector<uint8_t> &out, const Frame &frame)
{
    ByteWriter writer(out);
    writer.u32(Magic);
    writer.u32(static_cast<uint32_t>(frame.body.size()));
    writer.u16(static_cast<uint16_t>(frame.type));
    writer.u16(0);
    writer.u32(frame.generation);
    writer.u64(frame.id);
    writer.raw(frame.body);
}

const char *describe(FrameError error)
{
    switch (error) {
    case FrameError::None:
        return "no error";
    case FrameError::BadMagic:
        return "a frame does not begin with the magic number";
    case FrameError::BadReserved:
        return "a frame's reserved field is not zero";
    case FrameError::TooLarge:
        return "a frame is larger than allowed";
    }
    return "unknown error";
}

void FrameDecoder::append(Bytes bytes)
{
    if (m_error != FrameError::None)
        return;
    // Frames already given out are dropped here and not in next(), whose result points at them.
    if (m_consumed == m_buffer.size()) {
        m_buffer.clear();
    } else if (m_consumed > 0) {
        m_buffer.erase(m_buffer.begin(), m_buffer.begin() + static_cast<ptrdiff_t>(m_consumed));
    }
    m_consumed = 0;
    m_buffer.insert(m_buffer.end(), bytes.begin(), bytes.end());
}

std::optional<Frame> FrameDecoder::next()
{
    if (m_error != FrameError::None)
        return {};
    const Bytes rest = Bytes(m_buffer).subspan(m_consumed);
    if (rest.size() < FrameHeaderSize)
        return {};
    ByteReader reader(rest);
    const uint32_t magic = reader.u32();
    const uint32_t size = reader.u32();
    Frame frame;
    frame.type = static_cast<MessageType>(reader.u16());
    const uint16_t reserved = reader.u16();
    frame.generation = reader.u32();
    frame.id = reader.u64();
    if (magic != Magic)
        m_error = FrameError::BadMagic;
    else if (reserved != 0)
        m_error = FrameError::BadReserved;
    else if (size > MaximumFrameSize)
        m_error = FrameError::TooLarge;
    if (m_error != FrameError::None || rest.size() - FrameHeaderSize < size)
        return {};
    frame.body = rest.subspan(FrameHeaderSize, size);
    m_consumed += FrameHeaderSize + size;
    return frame;
}

void FrameDecoder::reserve(size_t bytesAtOnce)
{
    m_buffer.reserve(FrameHeaderSize + MaximumFrameSize + bytesAtOnce);
}

void FrameDecoder::discardPages()
{
    const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
    const auto begin = reinterpret_cast<uintptr_t>(m_buffer.data());
    const uintptr_t first = (begin + page - 1) & ~(page - 1);
    const uintptr_t last = (begin + m_buffer.capacity()) & ~(page - 1);
    m_buffer.clear();
    m_consumed = 0;
    if (first < last)
        madvise(reinterpret_cast<void *>(first), last - first, MADV_DONTNEED);
}

} // namespace Spawn::Wire
