// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "wire/message.h"

#include <cstdlib>

// What the fuzzers ask of each decoder: it refuses the body, or what it gives out is within its
// bounds, and every byte that it points at is there. A sanitizer sees those that are not.

inline void require(bool condition)
{
    if (!condition)
        std::abort();
}

inline void touch(std::string_view bytes)
{
    size_t sum = 0;
    for (const char byte : bytes)
        sum += static_cast<uint8_t>(byte);
    [[maybe_unused]] volatile const size_t used = sum;
}

inline void touchAll(const std::vector<const char *> &strings)
{
    for (const char *string : strings)
        touch(string);
}

inline void decodeHello(Spawn::Wire::Bytes body)
{
    if (const auto message = Spawn::Wire::HelloMessage::decode(body))
        touch(message->build);
}

inline void decodeContext(Spawn::Wire::Bytes body)
{
    const auto message = Spawn::Wire::ContextMessage::decode(body);
    if (!message)
        return;
    require(message->limits.size() <= Spawn::Wire::MaximumLimits && message->umask <= 0777);
    touch(message->directory);
    touchAll(message->environment);
}

inline void decodeSpawn(Spawn::Wire::Bytes body)
{
    const auto message = Spawn::Wire::SpawnMessage::decode(body);
    if (!message)
        return;
    require(message->slot < Spawn::Wire::LedgerSlots && !message->arguments.empty());
    require(message->limits.size() <= Spawn::Wire::MaximumLimits);
    require(message->childDescriptors.size() <= Spawn::Wire::MaximumExtraDescriptors);
    touch(message->directory);
    for (const Spawn::Wire::StandardStream &stream : message->streams) {
        require(stream.source <= Spawn::Wire::Source::SameAsOutput);
        touch(stream.path);
    }
    touchAll(message->arguments);
    touchAll(message->environment);
}

inline void decodeControlGroup(Spawn::Wire::Bytes body)
{
    if (const auto message = Spawn::Wire::ControlGroupMessage::decode(body)) {
        require(message->path.front() == '/');
        touch(message->path);
    }
}

inline void decodeRefused(Spawn::Wire::Bytes body)
{
    if (const auto message = Spawn::Wire::RefusedMessage::decode(body))
        require(message->stage <= Spawn::Wire::Stage::ControlGroup);
}

inline void decodeExecuted(Spawn::Wire::Bytes body)
{
    if (const auto message = Spawn::Wire::ExecutedMessage::decode(body))
        require(message->ids.size() * sizeof(uint64_t) < body.size());
}
