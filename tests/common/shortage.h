// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "common/commandspy.h"
#include "common/testchild.h"

#include <spawner/command.h>

#include <QtCore/QElapsedTimer>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <deque>
#include <sys/resource.h>
#include <unistd.h>

// What tests of a shortage have in common: how to make one, and how to wait in one.

// Longer than a command waits for what nobody is going to give back.
inline constexpr int LongerThanAShortage = 2300; // ms

// The clock of such a test: while it runs, something of the spawner's runs. Its end gives nothing
// back but its pidfd.
inline Spawn::Command sleeper(int milliseconds)
{
    using Spawn::Command;
    Command command(testChild({QStringLiteral("sleep"), QString::number(milliseconds)}));
    command.setStandardOutputMode(Command::OutputMode::Null);
    command.setStandardErrorMode(Command::OutputMode::Null);
    return command;
}

inline bool allFinished(const std::deque<CommandSpy> &spies)
{
    return std::all_of(spies.begin(), spies.end(),
                       [](const CommandSpy &spy) { return spy.isFinished(); });
}

inline bool noneFinished(const std::deque<CommandSpy> &spies)
{
    return std::none_of(spies.begin(), spies.end(),
                        [](const CommandSpy &spy) { return spy.isFinished(); });
}

// Empty, or which one ended in another way than this: it never ran, for lack of that.
inline QString notRefused(const std::deque<CommandSpy> &spies, Spawn::CommandResult::Stage stage,
                          int error)
{
    for (size_t i = 0; i < spies.size(); ++i) {
        const Spawn::CommandResult &result = spies[i].result();
        if (spies[i].order() != "finished"
            || result.error != Spawn::CommandResult::Error::FailedToStart || result.stage != stage
            || result.systemError != error) {
            return QStringLiteral("%1: %2; stage %3, errno %4")
                .arg(i)
                .arg(result.errorString())
                .arg(int(result.stage))
                .arg(result.systemError);
        }
    }
    return {};
}

// Empty, or which one did not start, run and end well.
inline QString notSuccessful(const std::deque<CommandSpy> &spies)
{
    for (size_t i = 0; i < spies.size(); ++i) {
        if (spies[i].order() != "started exited finished" || !spies[i].result().isSuccess())
            return QStringLiteral("%1: %2").arg(i).arg(spies[i].result().errorString());
    }
    return {};
}

// Another soft limit for a process, the helper as a rule, until it is raised again.
class LoweredLimit final
{
public:
    LoweredLimit(qint64 processId, __rlimit_resource resource, rlim_t value)
        : m_processId(static_cast<pid_t>(processId)), m_resource(resource)
    {
        prlimit(m_processId, m_resource, nullptr, &m_before);
        const rlimit limit{value, m_before.rlim_max};
        m_isSet = prlimit(m_processId, m_resource, &limit, nullptr) == 0;
    }
    ~LoweredLimit() { raise(); }
    Q_DISABLE_COPY_MOVE(LoweredLimit)

    bool isSet() const { return m_isSet; }
    void raise()
    {
        if (m_isSet)
            prlimit(m_processId, m_resource, &m_before, nullptr);
    }

private:
    const pid_t m_processId;
    const __rlimit_resource m_resource;
    rlimit m_before{};
    bool m_isSet = false;
};

// The processor time that the I/O thread and the helper have used since. Measured by the thread
// that runs the test: besides it and the I/O thread there is none that does anything.
class UsedTime final
{
public:
    explicit UsedTime(qint64 helper = 0) // 0: of the I/O thread alone
    {
        m_hasHelper
            = helper != 0 && clock_getcpuclockid(static_cast<pid_t>(helper), &m_helper) == 0;
        m_before = used();
        m_time.start();
    }
    // Whether they waited most of the time.
    bool isLittle() const
    {
        const auto time = std::chrono::milliseconds(m_time.elapsed());
        return used() - m_before < time / 10 + std::chrono::milliseconds(50);
    }

private:
    static std::chrono::nanoseconds timeOf(clockid_t clock)
    {
        timespec time{};
        clock_gettime(clock, &time);
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }
    std::chrono::nanoseconds used() const
    {
        const auto ioThread = timeOf(CLOCK_PROCESS_CPUTIME_ID) - timeOf(CLOCK_THREAD_CPUTIME_ID);
        return m_hasHelper ? ioThread + timeOf(m_helper) : ioThread;
    }

    clockid_t m_helper{};
    bool m_hasHelper = false;
    std::chrono::nanoseconds m_before{};
    QElapsedTimer m_time;
};
