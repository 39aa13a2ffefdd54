// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "mode.h"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <unistd.h>

// testchild <mode> [argument…]
//
// Says nothing of its own on either output, so that a test sees what it asked for and nothing else.
namespace TestChild {

long long number(Arguments arguments, size_t index, long long otherwise)
{
    return index < arguments.size() ? strtoll(arguments[index], nullptr, 10) : otherwise;
}

std::string_view text(Arguments arguments, size_t index, std::string_view otherwise)
{
    return index < arguments.size() ? arguments[index] : otherwise;
}

int signalNumber(std::string_view name)
{
    if (name.starts_with("SIG"))
        name.remove_prefix(3);
    for (int i = 1; i <= SIGRTMAX; ++i) {
        const char *const abbreviation = sigabbrev_np(i);
        if (abbreviation != nullptr && name == abbreviation)
            return i;
    }
    return atoi(std::string(name).c_str());
}

std::string signalAbbreviation(int signalNumber)
{
    const char *const abbreviation = sigabbrev_np(signalNumber);
    return abbreviation != nullptr ? abbreviation : std::to_string(signalNumber);
}

void writeAll(int fd, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t written = write(fd, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            _exit(WriteError);
        bytes.remove_prefix(static_cast<size_t>(written));
    }
}

void sleepFor(long long milliseconds)
{
    timespec left{static_cast<time_t>(milliseconds / 1000),
                  static_cast<long>(milliseconds % 1000 * 1000000)};
    while (nanosleep(&left, &left) != 0 && errno == EINTR) { }
}

static auto tables()
{
    return std::array{endings, output, input, report, signalModes, descendants, load};
}

// chain <mode> [argument…] -- <mode> [argument…] …: one after the other; the last one's exit code.
static int chain(Arguments words)
{
    int code = UsageError;
    while (!words.empty()) {
        size_t count = 0;
        while (count < words.size() && strcmp(words[count], "--") != 0)
            ++count;
        code = runMode(words.first(count));
        words = words.subspan(count < words.size() ? count + 1 : count);
    }
    return code;
}

int runMode(Arguments words)
{
    if (words.empty())
        return UsageError;
    const std::string_view word = words[0];
    if (word == "chain")
        return chain(words.subspan(1));
    for (const auto &table : tables()) {
        for (const Entry &entry : table) {
            if (entry.word == word)
                return entry.run(words.subspan(1));
        }
    }
    return UsageError;
}

static void printUsage()
{
    for (const auto &table : tables()) {
        for (const Entry &entry : table)
            printf("%s %s\n", entry.word.data(), entry.usage);
    }
    printf("chain <mode> … [-- <mode> …]…\n");
}

} // namespace TestChild

int main(int argc, char *argv[])
{
    if (argc < 2) {
        TestChild::printUsage();
        return TestChild::UsageError;
    }
    return TestChild::runMode({argv + 1, static_cast<size_t>(argc - 1)});
}
