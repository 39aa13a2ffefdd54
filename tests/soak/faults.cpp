// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "faults.h"

#include "shorthelper.h"

#include <chrono>
#include <csignal>
#include <sys/resource.h>
#include <utility>

using namespace Spawn;
using namespace std::chrono_literals;

Faults::Faults(AsyncSpawner &spawner, quint32 seed) : m_spawner(spawner), m_random(seed)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        strike();
        next();
    });
    QObject::connect(&m_spawner, &AsyncSpawner::exit, &m_timer, [this] { ++m_ends; });
    QObject::connect(&m_spawner, &AsyncSpawner::started, &m_timer, [this] {
        m_isShort = std::exchange(m_nextIsShort, false);
        if (m_isShort) {
            ++m_shortHelpers;
            m_helper.becomeItself();
        }
        endShortOne();
    });
    RestartPolicy policy;
    policy.maximumDelay = 5ms; // as many deaths as possible are meant here
    policy.giveUpAfter = 0;
    m_spawner.setRestartPolicy(policy);
    m_spawner.setHeartbeatInterval(400ms);
    m_spawner.setHelperProgram(m_helper.path());
}

void Faults::stop()
{
    m_timer.stop();
    m_isStopped = true;
    m_helper.becomeItself();
    endShortOne();
}

// Nobody else does it any more, and commands wait for what it lacks for two seconds only.
void Faults::endShortOne()
{
    const qint64 helper = m_spawner.helperProcessId();
    if (m_isStopped && m_isShort && helper > 1)
        kill(static_cast<pid_t>(helper), SIGKILL);
}

void Faults::next()
{
    m_timer.start(std::chrono::milliseconds(m_random.bounded(5, 120)));
}

void Faults::strike()
{
    const qint64 helper = m_spawner.helperProcessId();
    const int choice = m_random.bounded(100);
    if (choice < 35) {
        // The next helper, at a point of which it is certain that a command did not run twice and
        // was not lost. (After its record a killed child has run, for all that anybody can know.)
        using Action = CrashingHelper::Action;
        const auto point = static_cast<CrashPoint>(
            m_random.bounded(int(CrashPoint::FrameTaken), int(CrashPoint::ChildBeforeFailure) + 1));
        const bool childMayDie
            = point == CrashPoint::ChildStarted || point == CrashPoint::ChildBeforeRecord;
        const Action actions[] = {Action::KillHelper, Action::StopHelper, Action::KillChild,
                                  Action::KillHelperAndChild};
        m_helper.plan(point, m_random.bounded(1, 40),
                      actions[m_random.bounded(childMayDie ? 4 : 2)]);
        ++m_crashes;
    } else if (choice < 45) {
        // The next helper starts nothing. It does not live long enough for a command to give up.
        m_nextIsShort = makeNextHelperShort(m_helper, m_random.bounded(ShortHelperKinds));
    } else if (helper <= 1) {
        return;
    } else if (choice < 85) {
        m_kills += kill(static_cast<pid_t>(helper), SIGKILL) == 0 ? 1 : 0;
    } else if (choice < 88) {
        m_stops += kill(static_cast<pid_t>(helper), SIGSTOP) == 0 ? 1 : 0;
    } else {
        limitDescriptors(helper);
    }
}

// It then receives fewer than were sent.
void Faults::limitDescriptors(qint64 helper)
{
    rlimit before{};
    if (prlimit(static_cast<pid_t>(helper), RLIMIT_NOFILE, nullptr, &before) != 0)
        return;
    const rlimit tight{rlim_t(m_random.bounded(9, 20)), before.rlim_max};
    if (prlimit(static_cast<pid_t>(helper), RLIMIT_NOFILE, &tight, nullptr) != 0)
        return;
    ++m_shortages;
    QTimer::singleShot(30ms, &m_timer, [helper, before] {
        prlimit(static_cast<pid_t>(helper), RLIMIT_NOFILE, &before, nullptr);
    });
}
