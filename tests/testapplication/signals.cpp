// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "common/testchild.h"
#include "testapplication/mode.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QCoreApplication>

#include <csignal>
#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace TestApplication {

using namespace Qt::StringLiterals;

// Whether the descriptor tells of that child; of others' it may tell as well.
static bool isTold(int signals, pid_t child)
{
    pollfd entry{signals, POLLIN, 0};
    while (poll(&entry, 1, 5000) > 0) {
        signalfd_siginfo info{};
        if (read(signals, &info, sizeof info) != sizeof info)
            return false;
        if (waitpid(child, nullptr, WNOHANG) == child)
            return true;
    }
    waitpid(child, nullptr, 0);
    return false;
}

// "own <count>": so many of its own children's ends did the host learn of from its descriptor.
int readsSigchld(int argc, char *argv[])
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    const int signals = signalfd(-1, &set, SFD_CLOEXEC);
    QCoreApplication application(argc, argv);
    Spawn::AsyncSpawner spawner;
    Spawn::CommandReply *const reply = spawner.aspawn(testChild({u"exit"_s, u"0"_s}));
    QObject::connect(reply, &Spawn::CommandReply::finished, &application, &QCoreApplication::quit);
    QCoreApplication::exec();

    int told = 0;
    for (int i = 0; i < 20; ++i) {
        const pid_t child = fork();
        if (child == 0)
            _exit(0);
        told += isTold(signals, child) ? 1 : 0;
    }
    tell("own", told);
    return 0;
}

} // namespace TestApplication
