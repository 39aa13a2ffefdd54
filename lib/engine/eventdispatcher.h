// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "engine/reactor.h"

#include <QtCore/QAbstractEventDispatcher>

#include <atomic>
#include <unordered_map>

namespace Spawn {

// The event loop of the I/O thread, on the reactor's epoll. Qt's own dispatchers would put a second
// poll around the epoll, and the one on GLib wakes itself up with each write to a socket.
//
// It serves all that a dispatcher has to, so that any Qt class works in the thread.
class EventDispatcher final : public QAbstractEventDispatcher, public Watcher
{
    Q_OBJECT
public:
    explicit EventDispatcher(Reactor &reactor);
    ~EventDispatcher() override;

    bool processEvents(QEventLoop::ProcessEventsFlags flags) override;
    void registerSocketNotifier(QSocketNotifier *notifier) override;
    void unregisterSocketNotifier(QSocketNotifier *notifier) override;
    void registerTimer(int timerId, qint64 interval, Qt::TimerType type, QObject *object) override;
    bool unregisterTimer(int timerId) override;
    bool unregisterTimers(QObject *object) override;
    QList<TimerInfo> registeredTimers(QObject *object) const override;
    int remainingTime(int timerId) override;
    void wakeUp() override; // any thread
    void interrupt() override; // any thread

    void descriptorReady(int role, uint32_t events) override;
    void deadlineReached(int role) override;

private:
    static constexpr int WakeRole = -1; // the others are descriptors; of deadlines, timers

    struct Notified
    {
        QSocketNotifier *notifiers[3] = {}; // by QSocketNotifier::Type
        Reactor::Token token = Reactor::NoToken;
        uint32_t watched = 0; // what epoll has been told
    };
    struct Timer
    {
        qint64 interval = 0;
        Qt::TimerType type = Qt::CoarseTimer;
        QObject *object = nullptr;
        Deadlines::Key key;
    };

    void updateNotified();

    Reactor &m_reactor;
    Wire::Descriptor m_wake;
    Reactor::Token m_wakeToken = Reactor::NoToken;
    std::atomic<bool> m_interrupted{false};
    std::unordered_map<int, Notified> m_notified; // by descriptor
    bool m_notifiedChanged = false;
    std::unordered_map<int, Timer> m_timers;
};

} // namespace Spawn
