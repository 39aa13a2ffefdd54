// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/monitorthread.h"

#include <QtCore/QCoreApplication>

#include <csignal>
#include <mutex>
#include <pthread.h>
#include <sched.h>

namespace Spawn {

MonitorThread::MonitorThread()
{
    setObjectName(QStringLiteral("spawn-monitoring"));
}

// Never destroyed: who holds the thread may be static.
static std::mutex &currentMutex()
{
    static auto *const mutex = new std::mutex;
    return *mutex;
}
static std::weak_ptr<MonitorThread> &current() // protected by currentMutex()
{
    static auto *const thread = new std::weak_ptr<MonitorThread>;
    return *thread;
}

std::shared_ptr<MonitorThread> MonitorThread::get()
{
    const std::lock_guard lock(currentMutex());
    std::shared_ptr<MonitorThread> thread = current().lock();
    if (!thread) {
        qAddPostRoutine(&MonitorThread::stop);
        thread.reset(new MonitorThread);
        thread->start();
        current() = thread;
    }
    return thread;
}

void MonitorThread::stop()
{
    std::shared_ptr<MonitorThread> thread;
    {
        const std::lock_guard lock(currentMutex());
        thread = current().lock();
        current().reset();
    }
    if (!thread)
        return;
    thread->quit();
    thread->wait();
}

MonitorThread::~MonitorThread()
{
    quit();
    wait();
}

void MonitorThread::run()
{
    // Signals are for the application's own threads.
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, nullptr);
    const sched_param parameters{};
    sched_setscheduler(0, SCHED_BATCH, &parameters);
    exec();
}

} // namespace Spawn
