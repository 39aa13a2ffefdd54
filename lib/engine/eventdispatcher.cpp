// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/eventdispatcher.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QEvent>
#include <QtCore/QSocketNotifier>

#include <algorithm>
#include <sys/epoll.h>
#include <sys/eventfd.h>

namespace Spawn {

static constexpr uint32_t TypeEvents[3] = {EPOLLIN, EPOLLOUT, EPOLLPRI};

// Not by QCoreApplication::sendEvent(), which does nothing without an application: a spawner may be
// older than that, or outlive it.
template <class E>
static void deliver(QObject *receiver, E event)
{
    receiver->event(&event);
}

EventDispatcher::EventDispatcher(Reactor &reactor)
    : m_reactor(reactor), m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{
    m_wakeToken = m_reactor.watch(m_wake.get(), EPOLLIN, this, WakeRole);
}

EventDispatcher::~EventDispatcher()
{
    m_reactor.unwatch(m_wakeToken, m_wake.get());
}

bool EventDispatcher::processEvents(QEventLoop::ProcessEventsFlags flags)
{
    m_interrupted.store(false);
    Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    // An event that is posted from here on has woken us up: the descriptor is readable.
    const bool waits = flags.testFlag(QEventLoop::WaitForMoreEvents) && !m_interrupted.load();
    if (waits)
        Q_EMIT aboutToBlock();
    if (m_interrupted.load())
        return false;
    updateNotified();
    const bool any = m_reactor.poll(waits ? -1 : 0);
    if (waits)
        Q_EMIT awake();
    QCoreApplication::sendPostedEvents();
    return any;
}

// A socket switches its notifiers on and off around each write; only what is left of that before
// the thread sleeps is worth a system call.
void EventDispatcher::updateNotified()
{
    if (!std::exchange(m_notifiedChanged, false))
        return;
    for (auto it = m_notified.begin(); it != m_notified.end();) {
        const int fd = it->first;
        Notified &notified = it->second;
        uint32_t wanted = 0;
        for (int type = 0; type < 3; ++type)
            wanted |= notified.notifiers[type] != nullptr ? TypeEvents[type] : 0;
        if (wanted == 0) {
            m_reactor.unwatch(notified.token, fd);
            it = m_notified.erase(it);
            continue;
        }
        if (notified.token == Reactor::NoToken)
            notified.token = m_reactor.watch(fd, wanted, this, fd);
        else if (wanted != notified.watched)
            m_reactor.modify(notified.token, fd, wanted);
        notified.watched = wanted;
        ++it;
    }
}

void EventDispatcher::registerSocketNotifier(QSocketNotifier *notifier)
{
    const auto fd = static_cast<int>(notifier->socket());
    m_notified[fd].notifiers[notifier->type()] = notifier;
    m_notifiedChanged = true;
}

void EventDispatcher::unregisterSocketNotifier(QSocketNotifier *notifier)
{
    const auto fd = static_cast<int>(notifier->socket());
    const auto found = m_notified.find(fd);
    if (found == m_notified.end() || found->second.notifiers[notifier->type()] != notifier)
        return;
    Notified &notified = found->second;
    notified.notifiers[notifier->type()] = nullptr;
    m_notifiedChanged = true;
    // The last one goes before its descriptor is closed, whose number may be another's at once.
    if (std::none_of(std::begin(notified.notifiers), std::end(notified.notifiers),
                     [](const QSocketNotifier *other) { return other != nullptr; })) {
        m_reactor.unwatch(notified.token, fd);
        m_notified.erase(found);
    }
}

void EventDispatcher::descriptorReady(int role, uint32_t events)
{
    if (role == WakeRole) {
        eventfd_t count = 0;
        eventfd_read(m_wake.get(), &count);
        return;
    }
    for (int type = 0; type < 3; ++type) {
        // Looked up each time: a slot may have deleted the others.
        const auto found = m_notified.find(role);
        if (found == m_notified.end())
            return;
        QSocketNotifier *const notifier = found->second.notifiers[type];
        if (notifier == nullptr
            || (events & (TypeEvents[type] | uint32_t{EPOLLHUP | EPOLLERR})) == 0)
            continue;
        QEvent event(QEvent::SockAct);
        // Not by sendEvent(), which does nothing while there is no QCoreApplication.
        static_cast<QObject *>(notifier)->event(&event);
    }
}

void EventDispatcher::registerTimer(int timerId, qint64 interval, Qt::TimerType type,
                                    QObject *object)
{
    const TimePoint due = after(Clock::now(), std::chrono::milliseconds(interval));
    m_timers[timerId] = {interval, type, object, m_reactor.setDeadline(due, this, timerId)};
}

bool EventDispatcher::unregisterTimer(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return false;
    m_reactor.clearDeadline(found->second.key);
    m_timers.erase(found);
    return true;
}

bool EventDispatcher::unregisterTimers(QObject *object)
{
    return std::erase_if(m_timers,
                         [this, object](const auto &entry) {
                             if (entry.second.object != object)
                                 return false;
                             m_reactor.clearDeadline(entry.second.key);
                             return true;
                         })
        > 0;
}

QList<QAbstractEventDispatcher::TimerInfo> EventDispatcher::registeredTimers(QObject *object) const
{
    QList<TimerInfo> timers;
    for (const auto &[id, timer] : m_timers) {
        if (timer.object == object)
            timers.append(TimerInfo(id, static_cast<int>(timer.interval), timer.type));
    }
    return timers;
}

int EventDispatcher::remainingTime(int timerId)
{
    const auto found = m_timers.find(timerId);
    if (found == m_timers.end())
        return -1;
    const auto left
        = std::chrono::ceil<std::chrono::milliseconds>(found->second.key.first - Clock::now());
    return static_cast<int>(std::max<qint64>(left.count(), 0));
}

void EventDispatcher::deadlineReached(int role)
{
    const auto found = m_timers.find(role);
    if (found == m_timers.end())
        return;
    Timer &timer = found->second;
    const TimePoint due = after(Clock::now(), std::chrono::milliseconds(timer.interval));
    timer.key = m_reactor.setDeadline(due, this, role);
    deliver(timer.object, QTimerEvent(role));
}

void EventDispatcher::wakeUp()
{
    eventfd_write(m_wake.get(), 1);
}

void EventDispatcher::interrupt()
{
    m_interrupted.store(true);
    wakeUp();
}

} // namespace Spawn
