// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <unistd.h>

// What it writes.
namespace TestChild {

static int writeBytes(Arguments arguments)
{
    const int fd = static_cast<int>(number(arguments, 1, STDOUT_FILENO));
    const std::string_view byte = text(arguments, 2, "x");
    const std::string block(64 << 10, byte.empty() ? '\0' : byte.front());
    long long left = number(arguments, 0, 0);
    while (left > 0) {
        const auto size = std::min<long long>(left, static_cast<long long>(block.size()));
        writeAll(fd, std::string_view(block).substr(0, static_cast<size_t>(size)));
        left -= size;
    }
    return 0;
}

static int writeTexts(Arguments arguments)
{
    writeAll(STDOUT_FILENO, text(arguments, 0));
    writeAll(STDERR_FILENO, text(arguments, 1));
    return 0;
}

static int writeLines(Arguments arguments)
{
    const long long count = number(arguments, 0, 0);
    for (long long i = 1; i <= count; ++i)
        writeAll(STDOUT_FILENO, "line " + std::to_string(i) + '\n');
    return static_cast<int>(number(arguments, 1, 0));
}

static int writeEveryByte(Arguments)
{
    std::string bytes;
    for (int i = 0; i < 256; ++i)
        bytes += static_cast<char>(i);
    writeAll(STDOUT_FILENO, bytes);
    return 0;
}

static int interleave(Arguments arguments)
{
    const long long count = number(arguments, 0, 0);
    for (long long i = 1; i <= count; ++i) {
        writeAll(STDOUT_FILENO, "out " + std::to_string(i) + '\n');
        writeAll(STDERR_FILENO, "err " + std::to_string(i) + '\n');
    }
    return 0;
}

// In blocks of 64 KiB: their order can be told at any place of the output.
static int writeCounters(Arguments arguments)
{
    const auto count = static_cast<uint64_t>(number(arguments, 0, 0));
    uint64_t block[8192];
    for (uint64_t next = 0; next < count;) {
        size_t size = 0;
        while (size < std::size(block) && next < count)
            block[size++] = next++;
        writeAll(STDOUT_FILENO, {reinterpret_cast<const char *>(block), size * sizeof block[0]});
    }
    return 0;
}

static constexpr Entry table[] = {
    {"write", writeBytes, "<count> [fd] [byte]"},
    {"writestd", writeTexts, "<text for stdout> <text for stderr>"},
    {"lines", writeLines, "<count> [code]"},
    {"bytes-all", writeEveryByte, ""},
    {"counters", writeCounters, "<count>: the numbers from 0 on, 8 bytes each"},
    {"interleave", interleave, "<count of lines on each output>"},
};
const std::span<const Entry> output(table);

} // namespace TestChild
