// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "testapplication/mode.h"

#include <cstdio>
#include <string>
#include <unistd.h>

namespace TestApplication {

static constexpr Entry table[] = {
    {"static-spawner", staticSpawner, "ends before its spawner, with a command running"},
    {"without-application", withoutApplication, "<file>: no QCoreApplication at all"},
    {"second-application", secondApplication, "a QCoreApplication after the other"},
    {"forked-copy", forkedCopy, "a copy of it that calls exit()"},
    {"exit-in-a-slot", exitInASlot, "calls exit() with a command running"},
    {"run", run, "a command, until end of input"},
    {"run-without-standard-streams", runWithoutStandardStreams, "<file to report to>"},
    {"reads-sigchld", readsSigchld, "blocks SIGCHLD and reads it from a descriptor"},
    {"run-with-a-copy", runWithACopy, "as run, and a copy of it lives on: \"copy <pid>\""},
    {"commands", commands, "<count> <argv of each>: until a line of input says how to end"},
    {"commands-in-groups", commandsInGroups,
     "<directory> and as commands: each in a control group"},
    {"commands-of-nobody", commandsOfNobody, "as commands, by an ordinary user"},
    {"executed-again", executedAgain, "<descriptors before>: \"inherited <count>\", and waits"},
};

void tell(const char *word, long long number)
{
    const std::string line = std::string(word) + ' ' + std::to_string(number) + '\n';
    if (write(STDOUT_FILENO, line.c_str(), line.size()) < 0)
        _exit(UsageError);
}

} // namespace TestApplication

int main(int argc, char *argv[])
{
    for (const TestApplication::Entry &entry : TestApplication::table) {
        if (argc > 1 && entry.word == argv[1])
            return entry.run(argc, argv);
    }
    for (const TestApplication::Entry &entry : TestApplication::table)
        printf("%s: %s\n", entry.word.data(), entry.usage);
    return TestApplication::UsageError;
}
