// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/iothread.h"

#include "engine/applicationcontext.h"
#include "engine/engine.h"
#include "engine/eventdispatcher.h"
#include "engine/reactor.h"

#include <QtCore/QAbstractEventDispatcher>
#include <QtCore/QCoreApplication>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <mutex>
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <unistd.h>

namespace Spawn {

using namespace std::chrono_literals;

static constexpr auto CommandsTime = 2s; // killed commands are given to end

// Never destroyed: static objects that have spawners may outlive any static object of ours.
static std::mutex &instanceMutex()
{
    static auto *const mutex = new std::mutex;
    return *mutex;
}
static IoThread *instance = nullptr; // protected by instanceMutex()

IoThread::IoThread()
    : m_mailbox(std::make_shared<RequestMailbox>()), m_process(getpid()),
      m_reactor(std::make_unique<Reactor>())
{
    setEventDispatcher(new EventDispatcher(*m_reactor)); // the thread deletes it when it ends
    setObjectName(QStringLiteral("spawn-io")); // its name in top and in debuggers
}

std::shared_ptr<RequestMailbox> IoThread::mailbox()
{
    const std::lock_guard lock(instanceMutex());
    // A forked copy of the process has no such thread, and its half of the objects is unusable.
    if (instance == nullptr || instance->m_process != getpid()) {
        static const bool registered = std::atexit(&IoThread::stop) == 0;
        Q_UNUSED(registered)
        qAddPostRoutine(&IoThread::stop); // forgotten with each application
        instance = new IoThread;
        instance->start();
    }
    return instance->m_mailbox;
}

void IoThread::stop()
{
    IoThread *thread = nullptr;
    {
        const std::lock_guard lock(instanceMutex());
        if (instance == nullptr || instance->m_process != getpid())
            return;
        thread = std::exchange(instance, nullptr);
    }
    thread->m_mailbox->post({0, Request::Close{}});
    thread->wait();
    delete thread;
}

// Signals are for the application's own threads, and a broken pipe is an errno here.
//
// SIGCHLD stays as it was where the thread was started. The kernel looks at the mask of the thread
// that the commands descend from: blocked here, the signal would not be dropped where nobody
// handles it, and each command that ends would wake the main thread for nothing. But who blocks it
// in all threads, to read it from a signalfd, needs it blocked in this one.
static void leaveSignalsToOthers()
{
    sigset_t inherited;
    pthread_sigmask(SIG_SETMASK, nullptr, &inherited);
    sigset_t blocked;
    sigfillset(&blocked);
    if (sigismember(&inherited, SIGCHLD) == 0)
        sigdelset(&blocked, SIGCHLD);
    pthread_sigmask(SIG_SETMASK, &blocked, nullptr);
}

void IoThread::run()
{
    leaveSignalsToOthers();
    // Waking this thread shall not preempt the one that asked.
    const sched_param parameters{};
    sched_setscheduler(0, SCHED_BATCH, &parameters);

    struct Wake final : Watcher
    {
        RequestMailbox &mailbox;
        explicit Wake(RequestMailbox &box) : mailbox(box) { }
        void descriptorReady(int, uint32_t) override { mailbox.clearWake(); }
        void deadlineReached(int) override { }
    } wake(*m_mailbox);

    m_context = std::make_unique<ApplicationContextSource>();
    Reactor::Token wakeToken = m_reactor->watch(m_mailbox->descriptor(), EPOLLIN, &wake, 0);
    QAbstractEventDispatcher *const dispatcher = eventDispatcher();
    connect(dispatcher, &QAbstractEventDispatcher::aboutToBlock, dispatcher,
            [this] { beforeSleep(); });
    connect(dispatcher, &QAbstractEventDispatcher::awake, dispatcher,
            [this] { m_mailbox->announceAwake(); });
    exec();
    closeAll();
    dispatcher->disconnect();
    m_reactor->unwatch(wakeToken, m_mailbox->descriptor());
    m_engines.clear();
    m_context.reset();
}

bool IoThread::takeRequests()
{
    m_mailbox->take(m_batch);
    if (m_batch.empty())
        return false;
    for (EngineRequest &request : m_batch)
        handle(std::move(request));
    m_batch.clear();
    m_context->endBatch();
    return true;
}

void IoThread::beforeSleep()
{
    do {
        takeRequests();
        endBatches();
        m_mailbox->announceSleep();
    } while (takeRequests());
    endBatches();
}

void IoThread::endBatches()
{
    for (auto it = m_engines.begin(); it != m_engines.end();) {
        it->second->endOfBatch();
        it = it->second->isGone(false) ? m_engines.erase(it) : std::next(it);
    }
}

void IoThread::handle(EngineRequest request)
{
    if (request.spawner == 0) {
        quit();
        return;
    }
    if (auto *const open = std::get_if<Request::Open>(&request.action)) {
        m_engines[request.spawner] = std::make_unique<Engine>(*m_reactor, std::move(open->events));
        return;
    }
    const auto found = m_engines.find(request.spawner);
    if (found == m_engines.end())
        return;
    if (auto *const submit = std::get_if<Request::Submit>(&request.action)) {
        auto context = m_context->context(submit->environment);
        found->second->submit(std::move(*submit), std::move(context));
        return;
    }
    found->second->perform(std::move(request.action));
}

void IoThread::closeAll()
{
    m_mailbox->close();
    takeRequests();
    for (const auto &entry : m_engines)
        entry.second->close();
    const TimePoint end = Clock::now() + CommandsTime;
    const auto isGone = [](const auto &entry) {
        return entry.second->isGone(true);
    };
    while (!std::all_of(m_engines.begin(), m_engines.end(), isGone) && Clock::now() < end) {
        m_reactor->poll(10);
        for (const auto &entry : m_engines)
            entry.second->endOfBatch();
    }
}

} // namespace Spawn
