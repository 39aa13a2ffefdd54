// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "wire/decoded.h"

using namespace Spawn::Wire;

// All of them on every body: a peer may send a body under any type.
static void decodeAll(Bytes body)
{
    decodeHello(body);
    decodeContext(body);
    decodeSpawn(body);
    decodeRefused(body);
    decodeExecuted(body);
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
            decodeAll(frame->body);
        }
        require(decoder.pendingSize() < FrameHeaderSize + MaximumFrameSize + pieceSize);
    }
    return 0;
}
