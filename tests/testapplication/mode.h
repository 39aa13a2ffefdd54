// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <string_view>

// A mode is a function; what it returns is the exit code. What it tells is lines on its standard
// output, "<word> <number>".
namespace TestApplication {

struct Entry
{
    std::string_view word;
    int (*run)(int argc, char *argv[]);
    const char *usage;
};

// When the I/O thread and the application end, in every order.
int staticSpawner(int argc, char *argv[]);
int withoutApplication(int argc, char *argv[]);
int secondApplication(int argc, char *argv[]);
int forkedCopy(int argc, char *argv[]);
int exitInASlot(int argc, char *argv[]);

// Runs until its standard input ends.
int run(int argc, char *argv[]);
int runWithoutStandardStreams(int argc, char *argv[]);
int runWithACopy(int argc, char *argv[]);

// What a host does with signals.
int readsSigchld(int argc, char *argv[]);

inline constexpr int UsageError = 125;

void tell(const char *word, long long number);

} // namespace TestApplication
