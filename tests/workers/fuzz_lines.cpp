// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "workers/jsonline.h"
#include "workers/linesplitter.h"

#include <QtCore/QByteArrayList>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>

using namespace Spawn;

static void require(bool holds)
{
    if (!holds)
        abort();
}

// The first byte says in pieces of which size the rest arrives, the second how long a line may be.
// Whatever the pieces are, the lines are those of the whole, up to the first that is too long.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    const qsizetype pieceSize = data[0] + 1;
    const qsizetype longest = data[1];
    const QByteArray all(reinterpret_cast<const char *>(data + 2), qsizetype(size - 2));

    QByteArrayList expected = all.split('\n');
    const QByteArray rest = expected.takeLast();
    const auto tooLong = std::find_if(expected.begin(), expected.end(), [&](const QByteArray &l) {
        return l.size() > longest;
    });
    const bool isTooLong = tooLong != expected.end() || rest.size() > longest;
    expected.erase(tooLong, expected.end());

    LineSplitter splitter(longest);
    qsizetype count = 0;
    for (qsizetype at = 0; at < all.size() && !splitter.isTooLong(); at += pieceSize) {
        const qsizetype piece = std::min(pieceSize, all.size() - at);
        memcpy(splitter.room(piece), all.constData() + at, size_t(piece));
        splitter.added(piece);
        while (const std::optional<QByteArrayView> line = splitter.next()) {
            require(count < expected.size() && *line == expected[count]);
            ++count;
            // What is taken for JSON is written so that it is the same again.
            if (const std::optional<QJsonValue> value = fromJsonLine(*line))
                require(fromJsonLine(toCompactJson(*value)) == value);
        }
    }
    require(count == expected.size());
    require(splitter.isTooLong() == isTooLong);
    require(isTooLong || splitter.takeRest() == rest);
    return 0;
}
