// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/message.h"

#include "wire/bytes.h"

#include <algorithm>

namespace Spawn::Wire {

// A string takes at least its length and its NUL: a count that promises more strings than the rest
// of the body can hold is refused before anything is allocated for it.
static constexpr size_t SmallestString = 5;
static constexpr size_t LimitSize = 20;

// Writes the header now and the size of the body when it is known.
static size_t beginFrame(std::vector<uint8_t> &out, MessageType type, uint32_t generation,
                         uint64_t id)
{
    const size_t start = out.size();
    appendFrame(out, {type, generation, id, {}});
    return start;
}

// False, and nothing is left of it, if the body is larger than a frame may have.
static bool endFrame(std::vector<uint8_t> &out, size_t start)
{
    if (out.size() - start - FrameHeaderSize > MaximumFrameSize) {
        out.resize(start);
        return false;
    }
    const auto size = static_cast<uint32_t>(out.size() - start - FrameHeaderSize);
    for (size_t i = 0; i < sizeof size; ++i)
        out[start + 4 + i] = static_cast<uint8_t>(size >> (8 * i));
    return true;
}

static void writeLimits(ByteWriter &writer, const std::vector<ResourceLimit> &limits)
{
    for (const ResourceLimit &limit : limits) {
        writer.u32(limit.resource);
        writer.u64(limit.soft);
        writer.u64(limit.hard);
    }
}

static bool readLimits(ByteReader &reader, size_t count, std::vector<ResourceLimit> &limits)
{
    if (count > MaximumLimits || count * LimitSize > reader.left())
        return false;
    limits.reserve(count);
    for (size_t i = 0; i < count; ++i) {
        ResourceLimit limit;
        limit.resource = reader.u32();
        limit.soft = reader.u64();
        limit.hard = reader.u64();
        limits.push_back(limit);
    }
    return reader.ok();
}

static bool readStrings(ByteReader &reader, size_t count, std::vector<const char *> &strings)
{
    if (count > reader.left() / SmallestString)
        return false;
    strings.reserve(count + 1); // the kernel wants a null pointer behind them
    for (size_t i = 0; i < count && reader.ok(); ++i)
        strings.push_back(reader.string().data());
    return reader.ok();
}

void HelloMessage::encode(std::vector<uint8_t> &out, uint32_t generation) const
{
    const size_t start = beginFrame(out, MessageType::Hello, generation, 0);
    ByteWriter writer(out);
    writer.u16(version);
    writer.string(build);
    (void)endFrame(out, start);
}

std::optional<HelloMessage> HelloMessage::decode(Bytes body)
{
    ByteReader reader(body);
    HelloMessage message;
    message.version = reader.u16();
    message.build = reader.string();
    // What another version puts behind these is its own affair: the version is what is compared.
    if (!reader.ok())
        return {};
    return message;
}

bool ContextMessage::encode(std::vector<uint8_t> &out, uint32_t generation) const
{
    const size_t start = beginFrame(out, MessageType::Context, generation, 0);
    ByteWriter writer(out);
    writer.u8(directoryAsDescriptor ? 1 : 0);
    writer.u32(umask);
    writer.i32(niceLevel);
    writer.u16(static_cast<uint16_t>(limits.size()));
    writer.u32(static_cast<uint32_t>(environment.size()));
    writeLimits(writer, limits);
    writer.string(directory);
    for (const char *const variable : environment)
        writer.string(variable);
    return endFrame(out, start);
}

std::optional<ContextMessage> ContextMessage::decode(Bytes body)
{
    ByteReader reader(body);
    ContextMessage message;
    const uint8_t descriptor = reader.u8();
    message.directoryAsDescriptor = descriptor == 1;
    message.umask = reader.u32();
    message.niceLevel = reader.i32();
    const uint16_t limitCount = reader.u16();
    const uint32_t variableCount = reader.u32();
    if (!readLimits(reader, limitCount, message.limits))
        return {};
    message.directory = reader.string();
    if (!readStrings(reader, variableCount, message.environment) || !reader.atEnd()
        || descriptor > 1 || message.umask > 0777)
        return {};
    return message;
}

SpawnEncoder::SpawnEncoder(std::vector<uint8_t> &out, uint32_t generation, uint64_t id,
                           const SpawnMessage &message, uint32_t argumentCount,
                           uint32_t variableCount)
    : m_out(out), m_start(beginFrame(out, MessageType::Spawn, generation, id))
{
    ByteWriter writer(out);
    writer.u32(message.slot);
    writer.u32(message.flags);
    writer.i32(message.niceLevel);
    for (const StandardStream &stream : message.streams) {
        writer.u8(static_cast<uint8_t>(stream.source));
        writer.i32(stream.openFlags);
    }
    writer.u16(static_cast<uint16_t>(message.limits.size()));
    writer.u16(static_cast<uint16_t>(message.childDescriptors.size()));
    writer.u32(argumentCount);
    writer.u32(variableCount);
    writeLimits(writer, message.limits);
    for (const int32_t number : message.childDescriptors)
        writer.i32(number);
    writer.string(message.directory);
    for (const StandardStream &stream : message.streams) {
        if (stream.source == Source::File)
            writer.string(stream.path);
    }
}

void SpawnEncoder::string(std::string_view bytes)
{
    ByteWriter(m_out).string(bytes);
}

bool SpawnEncoder::finish()
{
    return endFrame(m_out, m_start);
}

static bool readStreams(ByteReader &reader, std::array<StandardStream, 3> &streams)
{
    for (size_t i = 0; i < streams.size(); ++i) {
        const uint8_t source = reader.u8();
        streams[i].openFlags = reader.i32();
        const bool known = source <= static_cast<uint8_t>(Source::File)
            || (i == 2 && source == static_cast<uint8_t>(Source::SameAsOutput));
        if (!known)
            return false;
        streams[i].source = static_cast<Source>(source);
    }
    return reader.ok();
}

std::optional<SpawnMessage> SpawnMessage::decode(Bytes body)
{
    ByteReader reader(body);
    SpawnMessage message;
    message.slot = reader.u32();
    message.flags = reader.u32();
    message.niceLevel = reader.i32();
    if (!readStreams(reader, message.streams))
        return {};
    const uint16_t limitCount = reader.u16();
    const uint16_t descriptorCount = reader.u16();
    const uint32_t argumentCount = reader.u32();
    const uint32_t variableCount = reader.u32();
    constexpr uint32_t KnownFlags = Detached | SetNiceLevel | OwnEnvironment | OwnControlGroup;
    if (message.slot >= LedgerSlots || (message.flags & ~KnownFlags) != 0 || argumentCount == 0
        || descriptorCount > MaximumExtraDescriptors
        || (variableCount > 0 && (message.flags & OwnEnvironment) == 0))
        return {};
    if (!readLimits(reader, limitCount, message.limits))
        return {};
    for (uint16_t i = 0; i < descriptorCount; ++i) {
        const int32_t number = reader.i32();
        if (!reader.ok() || number < 3)
            return {};
        message.childDescriptors.push_back(number);
    }
    message.directory = reader.string();
    for (StandardStream &stream : message.streams) {
        if (stream.source == Source::File)
            stream.path = reader.string();
    }
    if (!readStrings(reader, argumentCount, message.arguments)
        || !readStrings(reader, variableCount, message.environment) || !reader.atEnd())
        return {};
    return message;
}

void ControlGroupMessage::encode(std::vector<uint8_t> &out, uint32_t generation) const
{
    const size_t start = beginFrame(out, MessageType::ControlGroup, generation, 0);
    ByteWriter writer(out);
    writer.string(path);
    (void)endFrame(out, start);
}

std::optional<ControlGroupMessage> ControlGroupMessage::decode(Bytes body)
{
    ByteReader reader(body);
    ControlGroupMessage message;
    message.path = reader.string();
    if (!reader.ok() || !reader.atEnd() || message.path.empty() || message.path.front() != '/')
        return {};
    return message;
}

void RefusedMessage::encode(std::vector<uint8_t> &out, uint32_t generation, uint64_t id) const
{
    const size_t start = beginFrame(out, MessageType::Refused, generation, id);
    ByteWriter writer(out);
    writer.u16(static_cast<uint16_t>(stage));
    writer.i32(error);
    (void)endFrame(out, start);
}

std::optional<RefusedMessage> RefusedMessage::decode(Bytes body)
{
    ByteReader reader(body);
    const uint16_t stage = reader.u16();
    const int32_t error = reader.i32();
    if (!reader.ok() || !reader.atEnd() || stage > static_cast<uint16_t>(Stage::ControlGroup))
        return {};
    return RefusedMessage{static_cast<Stage>(stage), error};
}

void ExecutedMessage::encode(std::vector<uint8_t> &out, uint32_t generation) const
{
    const size_t start = beginFrame(out, MessageType::Executed, generation, 0);
    ByteWriter writer(out);
    writer.u32(static_cast<uint32_t>(ids.size()));
    for (const uint64_t id : ids)
        writer.u64(id);
    (void)endFrame(out, start);
}

std::optional<ExecutedMessage> ExecutedMessage::decode(Bytes body)
{
    ByteReader reader(body);
    const uint32_t count = reader.u32();
    if (!reader.ok() || reader.left() != size_t{count} * sizeof(uint64_t))
        return {};
    ExecutedMessage message;
    message.ids.reserve(count);
    for (uint32_t i = 0; i < count; ++i)
        message.ids.push_back(reader.u64());
    return message;
}

void encodeEmpty(std::vector<uint8_t> &out, MessageType type, uint32_t generation, uint64_t id)
{
    appendFrame(out, {type, generation, id, {}});
}

} // namespace Spawn::Wire
