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

// Ends with commands running. "helper <pid>", "command <pid>" for each, "output <number>" for each
// line that one writes.
int commands(int argc, char *argv[]);
int commandsInGroups(int argc, char *argv[]);
int commandsOfNobody(int argc, char *argv[]);
int executedAgain(int argc, char *argv[]);

inline constexpr int UsageError = 125;
inline constexpr int EndCode = 70; // of those that end on request
inline constexpr unsigned Nobody = 65534; // the ordinary user

void tell(const char *word, long long number);

} // namespace TestApplication
