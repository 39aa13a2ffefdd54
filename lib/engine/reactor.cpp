// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "engine/reactor.h"

#include <cerrno>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

namespace Spawn {

static constexpr uint64_t TimerEvent = 0; // as Reactor::NoToken, no registration has it
static constexpr int BatchSize = 128;

Reactor::Reactor()
    : m_epoll(epoll_create1(EPOLL_CLOEXEC)),
      m_timer(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK)),
      m_readBuffer(new char[ReadSize])
{
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = TimerEvent;
    if (isValid() && epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, m_timer.get(), &event) != 0)
        m_timer.reset();
}

Reactor::Token Reactor::watch(int fd, uint32_t events, Watcher *watcher, int role)
{
    if (m_free.empty()) {
        m_free.push_back(static_cast<uint32_t>(m_registrations.size()));
        m_registrations.emplace_back();
    }
    const uint32_t index = m_free.back();
    Registration &registration = m_registrations[index];
    const Token token = uint64_t{registration.generation} << 32 | index;
    epoll_event event{};
    event.events = events;
    event.data.u64 = token;
    if (epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event) != 0)
        return NoToken;
    m_free.pop_back();
    registration.watcher = watcher;
    registration.role = role;
    return token;
}

bool Reactor::modify(Token token, int fd, uint32_t events)
{
    epoll_event event{};
    event.events = events;
    event.data.u64 = token;
    return epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, fd, &event) == 0;
}

void Reactor::unwatch(Token &token, int fd)
{
    if (token == NoToken)
        return;
    epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, fd, nullptr);
    forget(token);
}

void Reactor::forget(Token &token)
{
    if (token == NoToken)
        return;
    const auto index = static_cast<uint32_t>(token);
    Registration &registration = m_registrations[index];
    registration.watcher = nullptr;
    if (++registration.generation == 0)
        registration.generation = 1; // else index 0 would have the timer's number
    m_free.push_back(index);
    token = NoToken;
}

Deadlines::Key Reactor::setDeadline(TimePoint time, Watcher *watcher, int role)
{
    const Deadlines::Key key = m_deadlines.add(time, {watcher, role});
    armTimer();
    return key;
}

void Reactor::clearDeadline(const Deadlines::Key &key)
{
    m_deadlines.remove(key); // the timer fires once for nothing, which is cheaper than setting it
}

void Reactor::armTimer()
{
    const std::optional<TimePoint> earliest = m_deadlines.earliest();
    if (!earliest || (m_armed && *m_armed <= *earliest))
        return;
    using namespace std::chrono;
    // Never zero, which would disarm it.
    const auto since = std::max(duration_cast<nanoseconds>(earliest->time_since_epoch()), 1ns);
    itimerspec time{};
    time.it_value.tv_sec = static_cast<time_t>(since.count() / 1'000'000'000);
    time.it_value.tv_nsec = static_cast<long>(since.count() % 1'000'000'000);
    timerfd_settime(m_timer.get(), TFD_TIMER_ABSTIME, &time, nullptr);
    m_armed = earliest;
}

void Reactor::handleDeadlines()
{
    uint64_t expirations = 0;
    if (read(m_timer.get(), &expirations, sizeof expirations) < 0)
        return;
    m_armed.reset();
    // One reading of the clock: deadlines that are set meanwhile wait for their own turn.
    const TimePoint now = Clock::now();
    while (const auto due = m_deadlines.takeDue(now))
        due->second.watcher->deadlineReached(due->second.role);
    armTimer();
}

bool Reactor::poll(int timeoutMs)
{
    epoll_event events[BatchSize];
    const int count = epoll_wait(m_epoll.get(), events, BatchSize, timeoutMs);
    for (int i = 0; i < count; ++i) {
        const uint64_t token = events[i].data.u64;
        if (token == TimerEvent) {
            handleDeadlines();
            continue;
        }
        const auto index = static_cast<uint32_t>(token);
        if (index >= m_registrations.size())
            continue;
        const Registration registration = m_registrations[index];
        if (registration.watcher != nullptr && registration.generation == token >> 32)
            registration.watcher->descriptorReady(registration.role, events[i].events);
    }
    return count > 0;
}

} // namespace Spawn
