// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/testchild.h"
#include "testapplication/mode.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace TestApplication {

using namespace Qt::StringLiterals;

// "helper <pid>" each time that there is a new one, "command <pid>", "exit <reason>" when a helper
// ends, "finished <error>". A line of input runs a command: "result <exit code>".
static void begin(Spawn::AsyncSpawner &spawner)
{
    using namespace std::chrono_literals;
    spawner.setHeartbeatInterval(400ms);
    QObject::connect(&spawner, &Spawn::AsyncSpawner::started, &spawner,
                     [](qint64 processId) { tell("helper", processId); });
    QObject::connect(&spawner, &Spawn::AsyncSpawner::exit, &spawner,
                     [](const Spawn::HelperExit &end) { tell("exit", qint64(end.reason)); });
    Spawn::CommandReply *const reply = spawner.aspawn(testChild({u"sleep"_s, u"60000"_s}));
    QObject::connect(reply, &Spawn::CommandReply::started, reply,
                     [](qint64 processId) { tell("command", processId); });
    QObject::connect(
        reply, &Spawn::CommandReply::finished, reply,
        [](const Spawn::CommandResult &result) { tell("finished", qint64(result.error)); });
}

static void readInput(Spawn::AsyncSpawner &spawner)
{
    char text[64];
    if (read(STDIN_FILENO, text, sizeof text) <= 0) {
        QCoreApplication::quit();
        return;
    }
    spawner.aspawn(testChild({u"exit"_s, u"6"_s}), &spawner,
                   [](const Spawn::CommandResult &result) { tell("result", result.exitCode); });
}

int run(int argc, char *argv[])
{
    // The application decides to go on.
    signal(SIGINT, [](int) {
        static constexpr char Line[] = "interrupted 1\n";
        if (write(STDOUT_FILENO, Line, sizeof Line - 1) < 0)
            _exit(UsageError);
    });
    QCoreApplication application(argc, argv);
    Spawn::AsyncSpawner spawner;
    begin(spawner);
    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, &spawner,
                     [&spawner] { readInput(spawner); });
    return QCoreApplication::exec();
}

int runWithoutStandardStreams(int argc, char *argv[])
{
    if (argc < 3)
        return UsageError;
    const int report = open(argv[2], O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    const int high = fcntl(report, F_DUPFD_CLOEXEC, 100);
    for (int fd = 0; fd < 10; ++fd)
        close(fd);
    QCoreApplication application(argc, argv);
    Spawn::AsyncSpawner spawner;
    // 0, 1 and 2 are something else by now: an event loop, a socket.
    Spawn::Command command(testChild({u"fds"_s}));
    command.setStandardInputMode(Spawn::Command::InputMode::Null);
    spawner.aspawn(command, &spawner, [&](const Spawn::CommandResult &result) {
        const QByteArray text = QByteArray::number(result.exitCode) + '\n' + result.standardOutput;
        if (write(high, text.constData(), size_t(text.size())) != text.size())
            _exit(1);
        QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}

// As a library does that keeps a process at hand for the case of a crash. The copy holds all of our
// descriptors.
int runWithACopy(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    Spawn::AsyncSpawner spawner;
    begin(spawner);
    QObject::connect(&spawner, &Spawn::AsyncSpawner::started, &spawner, [] {
        const pid_t copy = fork();
        if (copy == 0) {
            for (;;)
                pause();
        }
        tell("copy", copy);
    });
    return QCoreApplication::exec();
}

} // namespace TestApplication
