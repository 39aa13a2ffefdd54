// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/message.h"

#include <cstdlib>

using namespace Spawn::Wire;

// Every byte that a decoded message points at: a sanitizer sees those that are not there.
static size_t touch(std::string_view bytes)
{
    size_t sum = 0;
    for (const char byte : bytes)
        sum += static_cast<uint8_t>(byte);
    return sum;
}

static void require(bool condition)
{
    if (!condition)
        std::abort();
}

// All of them on every body: a peer may send a body under any type.
static size_t decodeAll(Bytes body)
{
    size_t sum = 0;
    if (const auto message = HelloMessage::decode(body))
        sum += touch(message->build);
    if (const auto message = ContextMessage::decode(body)) {
        require(message->limits.size() <= MaximumLimits && message->umask <= 0777);
        sum += touch(message->directory);
        for (const char *string : message->environment)
            sum += touch(string);
    }
    if (const auto message = SpawnMessage::decode(body)) {
        require(message->slot < LedgerSlots && !message->arguments.empty());
        require(message->limits.size() <= MaximumLimits);
        require(message->childDescriptors.size() <= MaximumExtraDescriptors);
        sum += touch(message->directory);
        for (const StandardStream &stream : message->streams)
            sum += touch(stream.path);
        for (const auto *strings : {&message->arguments, &message->environment}) {
            for (const char *string : *strings)
                sum += touch(string);
        }
    }
    if (const auto message = RefusedMessage::decode(body))
        require(message->stage <= Stage::Exec);
    if (const auto message = ExecutedMessage::decode(body))
        require(message->ids.size() * sizeof(uint64_t) < body.size());
    return sum;
}

// The first byte says in pieces of which size the rest arrives.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const size_t pieceSize = size_t{data[0]} + 1;
    FrameDecoder decoder;
    for (Bytes rest(data + 1, size - 1); !rest.empty();) {
        const Bytes piece = rest.first(rest.size() < pieceSize ? rest.size() : pieceSize);
        rest = rest.subspan(piece.size());
        decoder.append(piece);
        while (const auto frame = decoder.next()) {
            require(frame->body.size() <= MaximumFrameSize);
            [[maybe_unused]] volatile const size_t sum = decodeAll(frame->body);
        }
        require(decoder.pendingSize() < FrameHeaderSize + MaximumFrameSize + pieceSize);
    }
    return 0;
}
