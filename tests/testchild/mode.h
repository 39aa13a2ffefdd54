// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

// A mode is a word on the command line and a function that does it; what follows the word are its
// arguments. What it returns is the exit code.
namespace TestChild {

using Arguments = std::span<char *const>;
using Mode = int (*)(Arguments);

struct Entry
{
    std::string_view word;
    Mode run;
    const char *usage;
};

// One table for each concept.
extern const std::span<const Entry> endings;
extern const std::span<const Entry> output;
extern const std::span<const Entry> input;
extern const std::span<const Entry> report;
extern const std::span<const Entry> signalModes;
extern const std::span<const Entry> descendants;
extern const std::span<const Entry> load;

int runMode(Arguments words); // the first is the mode's

// The command line was not understood: a fault of the test, told apart from all that a test asks
// for.
inline constexpr int UsageError = 125;
inline constexpr int WriteError = 124;

inline constexpr long long LongSleep = 30000; // ms; what a failing test leaves goes away by itself

long long number(Arguments arguments, size_t index, long long otherwise);
std::string_view text(Arguments arguments, size_t index, std::string_view otherwise = {});
int signalNumber(std::string_view name); // "USR2", "SIGUSR2" or "12"; 0 if there is none
std::string signalAbbreviation(int signalNumber); // "USR2"

void writeAll(int fd, std::string_view bytes); // ends this process if it cannot
void sleepFor(long long milliseconds);

} // namespace TestChild
