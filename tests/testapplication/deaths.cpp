// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "testapplication/mode.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QSocketNotifier>
#include <QtCore/QThread>

#include <csignal>
#include <cstdlib>
#include <grp.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace TestApplication {

using namespace Qt::StringLiterals;

static qsizetype descriptorCount()
{
    return QDir(u"/proc/self/fd"_s).entryList(QDir::AllEntries | QDir::System).size();
}

static void executeAgain(qsizetype descriptorsAtStart)
{
    const std::string count = std::to_string(descriptorsAtStart);
    execl("/proc/self/exe", "testapplication", "executed-again", count.c_str(), nullptr);
    _exit(UsageError);
}

// In every way but one that deletes the spawner.
static void end(const QByteArray &way, qsizetype descriptorsAtStart)
{
    // None of these is worth a file.
    const rlimit none{};
    setrlimit(RLIMIT_CORE, &none);
    if (way == "_exit") {
        _exit(EndCode);
    } else if (way == "exit") {
        std::exit(EndCode);
    } else if (way == "abort") {
        std::abort();
    } else if (way == "return") {
        QCoreApplication::exit(EndCode);
    } else if (way == "fault") {
        signal(SIGSEGV, SIG_DFL);
        raise(SIGSEGV);
    } else if (way == "execute") {
        executeAgain(descriptorsAtStart);
    } else if (way == "execute-in-a-thread") {
        QThread::create(executeAgain, descriptorsAtStart)->start();
    } else {
        _exit(UsageError);
    }
}

// "output <number>" for a line of a number, "<key> <number>" for a line "<key>=<number>".
static void tellLine(const QByteArray &line)
{
    const qsizetype separator = line.indexOf('=');
    tell(separator > 0 ? line.left(separator).constData() : "output",
         line.mid(separator + 1).toLongLong());
}

static void start(Spawn::AsyncSpawner &spawner, Spawn::Command command)
{
    command.setStandardOutputMode(Spawn::Command::OutputMode::Stream);
    Spawn::CommandReply *const reply = spawner.aspawn(command);
    QObject::connect(reply, &Spawn::CommandReply::started, reply,
                     [](qint64 processId) { tell("command", processId); });
    QObject::connect(reply, &Spawn::CommandReply::readyReadStandardOutput, reply,
                     [reply, text = QByteArray()]() mutable {
                         text += reply->readAllStandardOutput();
                         for (qsizetype size = 0; (size = text.indexOf('\n')) >= 0;) {
                             tellLine(text.left(size));
                             text.remove(0, size + 1);
                         }
                     });
}

static int runCommands(int argc, char *argv[], const QString &controlGroup)
{
    if (argc < 4)
        return UsageError;
    const qsizetype descriptorsAtStart = descriptorCount();
    const QList<QByteArray> words(argv + 3, argv + argc);
    QCoreApplication application(argc, argv);
    static auto *const spawner = new Spawn::AsyncSpawner;
    spawner->setControlGroup(controlGroup);
    QObject::connect(spawner, &Spawn::AsyncSpawner::started, spawner,
                     [](qint64 processId) { tell("helper", processId); });
    for (int i = 0; i < atoi(argv[2]); ++i)
        start(*spawner, Spawn::Command::fromBytes(words));

    QSocketNotifier input(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&input, &QSocketNotifier::activated, spawner, [descriptorsAtStart] {
        char text[64];
        const ssize_t size = read(STDIN_FILENO, text, sizeof text);
        if (size <= 0)
            QCoreApplication::quit();
        else
            end(QByteArray(text, size).trimmed(), descriptorsAtStart);
    });
    return QCoreApplication::exec();
}

int commands(int argc, char *argv[])
{
    return runCommands(argc, argv, {});
}

int commandsInGroups(int argc, char *argv[])
{
    return argc > 2 ? runCommands(argc - 1, argv + 1, QString::fromLocal8Bit(argv[2])) : UsageError;
}

int commandsOfNobody(int argc, char *argv[])
{
    if (setgroups(0, nullptr) != 0 || setresgid(Nobody, Nobody, Nobody) != 0
        || setresuid(Nobody, Nobody, Nobody) != 0)
        return UsageError;
    prctl(PR_SET_DUMPABLE, 1); // as if that user had started it
    return commands(argc, argv);
}

int executedAgain(int argc, char *argv[])
{
    if (argc < 3)
        return UsageError;
    tell("inherited", descriptorCount() - atoi(argv[2]));
    char text[64];
    while (read(STDIN_FILENO, text, sizeof text) > 0) { }
    return 0;
}

} // namespace TestApplication
