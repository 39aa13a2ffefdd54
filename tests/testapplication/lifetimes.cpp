// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/testchild.h"
#include "testapplication/mode.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QThread>

#include <cstdlib>
#include <memory>
#include <sys/wait.h>
#include <unistd.h>

namespace TestApplication {

using namespace Qt::StringLiterals;

static int ioThreadCount()
{
    int count = 0;
    const QDir tasks(u"/proc/self/task"_s);
    const QStringList entries = tasks.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        QFile name(tasks.filePath(entry + u"/comm"_s));
        if (name.open(QIODevice::ReadOnly) && name.readAll() == "spawn-io\n")
            ++count;
    }
    return count;
}

// It is no longer Qt's before it is no longer the kernel's: given a while to go.
static int ioThreadsLeft()
{
    for (int i = 0; i < 300 && ioThreadCount() > 0; ++i)
        QThread::msleep(10);
    return ioThreadCount();
}

static void startLongCommand(Spawn::AsyncSpawner &spawner)
{
    Spawn::CommandReply *const reply = spawner.aspawn(testChild({u"sleep"_s, u"60000"_s}));
    QObject::connect(reply, &Spawn::CommandReply::started, reply, [&spawner](qint64 processId) {
        tell("helper", spawner.helperProcessId());
        tell("command", processId);
        QCoreApplication::quit();
    });
}

int staticSpawner(int argc, char *argv[])
{
    static std::unique_ptr<Spawn::AsyncSpawner> spawner;
    {
        QCoreApplication application(argc, argv);
        spawner = std::make_unique<Spawn::AsyncSpawner>();
        startLongCommand(*spawner);
        QCoreApplication::exec();
        tell("threads", ioThreadCount());
    }
    tell("threads", ioThreadsLeft());
    // Nobody hears of it, and nothing waits for it.
    spawner->aspawn({u"true"_s});
    return 0;
}

int withoutApplication(int argc, char *argv[])
{
    if (argc < 3)
        return UsageError;
    const QString mark = QString::fromLocal8Bit(argv[2]);
    Spawn::AsyncSpawner spawner;
    spawner.aspawn(testChild({u"append"_s, mark, u"sleep"_s, u"60000"_s}));
    for (int i = 0; i < 1000 && runCount(mark) == 0; ++i)
        QThread::msleep(10);
    tell("ran", runCount(mark));
    return 0;
}

static int exitCodeOfACommand(int argc, char *argv[], int code)
{
    QCoreApplication application(argc, argv);
    Spawn::AsyncSpawner spawner;
    int result = -1;
    spawner.aspawn(testChild({u"exit"_s, QString::number(code)}), &spawner,
                   [&result](const Spawn::CommandResult &ended) {
                       result = ended.exitCode;
                       QCoreApplication::quit();
                   });
    QCoreApplication::exec();
    return result;
}

int secondApplication(int argc, char *argv[])
{
    for (int code = 5; code < 8; ++code) {
        tell("exit", exitCodeOfACommand(argc, argv, code));
        tell("threads", ioThreadsLeft());
    }
    return 0;
}

int forkedCopy(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    static Spawn::AsyncSpawner *const spawner = new Spawn::AsyncSpawner(&application);
    startLongCommand(*spawner);
    QCoreApplication::exec();
    const pid_t copy = fork();
    if (copy == 0)
        exit(9); // with its handlers and destructors
    int status = 0;
    waitpid(copy, &status, 0);
    tell("copy", WIFEXITED(status) ? WEXITSTATUS(status) : -1);

    // The copy has ended nothing of ours.
    int result = -1;
    spawner->aspawn(testChild({u"exit"_s, u"6"_s}), &application,
                    [&result](const Spawn::CommandResult &ended) {
                        result = ended.exitCode;
                        QCoreApplication::quit();
                    });
    QCoreApplication::exec();
    tell("exit", result);
    return 0;
}

int exitInASlot(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    Spawn::AsyncSpawner spawner;
    Spawn::CommandReply *const reply = spawner.aspawn(testChild({u"sleep"_s, u"60000"_s}));
    QObject::connect(reply, &Spawn::CommandReply::started, reply, [&spawner](qint64 processId) {
        tell("helper", spawner.helperProcessId());
        tell("command", processId);
        exit(0);
    });
    return QCoreApplication::exec();
}

} // namespace TestApplication
