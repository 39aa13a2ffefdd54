// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "spawner/signalwatch.h"

#include "spawner/signalname.h"

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <mutex>
#include <sched.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace Spawn {

// What the handler sees of a watch. Once in the list it stays there and is used again by a later
// watch: a handler may be anywhere in the list at any time.
struct SignalListener
{
    std::atomic<quint64> signals{0}; // a bit for each that it wants
    std::atomic<quint64> pending{0};
    std::atomic<int> wakeUp{-1};
    SignalListener *next = nullptr;
    bool used = true; // protected by s_mutex
};

struct SignalDisposition
{
    int watches = 0;
    struct sigaction previous = {};
};

static std::mutex s_mutex; // protects what follows, as far as it is not atomic
static std::array<SignalDisposition, HighestSignal + 1> s_dispositions;
static std::atomic<SignalListener *> s_listeners{nullptr};
static std::atomic<int> s_handlersRunning{0};
static_assert(std::atomic<quint64>::is_always_lock_free && std::atomic<int>::is_always_lock_free
              && std::atomic<SignalListener *>::is_always_lock_free);

static constexpr quint64 bitOf(int signalNumber)
{
    return quint64{1} << (signalNumber - 1);
}

extern "C" {
static void asyncspawnerNoteSignal(int signalNumber)
{
    const int savedErrno = errno;
    ++s_handlersRunning;
    for (SignalListener *l = s_listeners; l != nullptr; l = l->next) {
        if ((l->signals & bitOf(signalNumber)) == 0)
            continue;
        l->pending |= bitOf(signalNumber);
        const quint64 one = 1;
        // It fails only when the counter is full, and then the descriptor is readable already.
        [[maybe_unused]] const ssize_t written = write(l->wakeUp, &one, sizeof one);
    }
    --s_handlersRunning;
    errno = savedErrno;
}
}

// A fault in the program's own code is raised again as soon as the handler returns, for ever.
static bool isFault(int signalNumber)
{
    return signalNumber == SIGSEGV || signalNumber == SIGBUS || signalNumber == SIGFPE
        || signalNumber == SIGILL;
}

// The three that follow are called with s_mutex held.

static SignalListener *freeListener()
{
    for (SignalListener *l = s_listeners; l != nullptr; l = l->next) {
        if (!l->used) {
            l->used = true;
            return l;
        }
    }
    auto *const listener = new SignalListener;
    listener->next = s_listeners;
    s_listeners = listener;
    return listener;
}

static bool acquire(int signalNumber)
{
    SignalDisposition &disposition = s_dispositions[static_cast<size_t>(signalNumber)];
    if (disposition.watches == 0) {
        struct sigaction action = {};
        action.sa_handler = asyncspawnerNoteSignal;
        action.sa_flags = SA_RESTART | SA_ONSTACK;
        sigfillset(&action.sa_mask);
        if (sigaction(signalNumber, &action, &disposition.previous) != 0)
            return false; // SIGKILL, SIGSTOP, and those that the C library keeps for itself
    }
    ++disposition.watches;
    return true;
}

static void release(int signalNumber)
{
    SignalDisposition &disposition = s_dispositions[static_cast<size_t>(signalNumber)];
    if (--disposition.watches > 0)
        return;
    struct sigaction current = {};
    sigaction(signalNumber, nullptr, &current);
    // Somebody who has set a handler over ours has the right to keep it.
    if (current.sa_handler == asyncspawnerNoteSignal)
        sigaction(signalNumber, &disposition.previous, nullptr);
}

SignalWatch::SignalWatch(const QList<int> &signalNumbers)
    : m_wakeUp(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC))
{
    if (!m_wakeUp)
        return;
    const std::scoped_lock lock(s_mutex);
    m_listener = freeListener();
    m_listener->wakeUp = m_wakeUp.get();
    m_listener->pending = 0;
    for (const int signalNumber : signalNumbers) {
        if (signalNumber < 1 || signalNumber > HighestSignal || isFault(signalNumber)
            || m_signalNumbers.contains(signalNumber))
            continue;
        // First the wish: the handler may run as soon as it is installed.
        m_listener->signals |= bitOf(signalNumber);
        if (acquire(signalNumber))
            m_signalNumbers.append(signalNumber);
        else
            m_listener->signals &= ~bitOf(signalNumber);
    }
}

SignalWatch::~SignalWatch()
{
    if (m_listener == nullptr)
        return;
    const std::scoped_lock lock(s_mutex);
    for (const int signalNumber : std::as_const(m_signalNumbers))
        release(signalNumber);
    m_listener->signals = 0;
    // A handler in another thread may be about to write to the descriptor, whose number could be
    // somebody else's by then. One that interrupts this thread returns before the loop goes on.
    while (s_handlersRunning != 0)
        sched_yield();
    m_listener->wakeUp = -1;
    m_listener->used = false;
}

QList<int> SignalWatch::take()
{
    // First the descriptor, then the marks: a signal in between costs a wake-up for nothing, the
    // other order would lose it.
    quint64 count = 0;
    [[maybe_unused]] const ssize_t size = read(m_wakeUp.get(), &count, sizeof count);
    const quint64 pending = m_listener->pending.exchange(0);
    QList<int> signalNumbers;
    for (int signalNumber = 1; signalNumber <= HighestSignal; ++signalNumber) {
        if ((pending & bitOf(signalNumber)) != 0)
            signalNumbers.append(signalNumber);
    }
    return signalNumbers;
}

} // namespace Spawn
