// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <algorithm>
#include <cerrno>
#include <unistd.h>
#include <vector>

// What it reads.
namespace TestChild {

static ssize_t readSome(int fd, char *buffer, size_t size)
{
    for (;;) {
        const ssize_t count = read(fd, buffer, size);
        if (count >= 0 || errno != EINTR)
            return count;
    }
}

static int copy(int fd, size_t blockSize, long long pause)
{
    std::vector<char> block(std::max<size_t>(blockSize, 1));
    for (;;) {
        const ssize_t count = readSome(fd, block.data(), block.size());
        if (count <= 0)
            return count == 0 ? 0 : errno;
        writeAll(STDOUT_FILENO, {block.data(), static_cast<size_t>(count)});
        if (pause > 0)
            sleepFor(pause);
    }
}

static int echo(Arguments)
{
    return copy(STDIN_FILENO, 64 << 10, 0);
}

static int copySlowly(Arguments arguments)
{
    return copy(STDIN_FILENO, static_cast<size_t>(number(arguments, 1, 4096)),
                number(arguments, 0, 10));
}

static int copyDescriptor(Arguments arguments)
{
    return copy(static_cast<int>(number(arguments, 0, STDIN_FILENO)), 64 << 10, 0);
}

static int readThenExit(Arguments arguments)
{
    long long left = number(arguments, 0, 1);
    char block[4096];
    while (left > 0) {
        const ssize_t count = readSome(
            STDIN_FILENO, block, static_cast<size_t>(std::min<long long>(left, sizeof block)));
        if (count <= 0)
            break;
        left -= count;
    }
    return static_cast<int>(number(arguments, 1, 0));
}

static constexpr Entry table[] = {
    {"echo", echo, ""},
    {"cat-slow", copySlowly, "[ms after each block] [size of a block]"},
    {"read-fd", copyDescriptor, "<fd>"},
    {"read-then-exit", readThenExit, "<count of bytes> [code]"},
};
const std::span<const Entry> input(table);

} // namespace TestChild
