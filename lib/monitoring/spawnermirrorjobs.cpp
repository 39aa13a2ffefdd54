// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include "monitoring/numberedlist.h"
#include "monitoring/spawnermirror.h"

// The runners of a spawner, as their own thread describes them.

namespace Spawn {

using namespace Qt::StringLiterals;

void SpawnerMirror::setJobRunner(const JobRunnerSnapshot &runner)
{
    const JobRunnerSnapshot *const before = findNumber(m_snapshot.jobRunners, runner.number);
    JobRunnerChanges &changes = m_changes.ofJobRunners[runner.number];
    if (before == nullptr)
        changes.isNew = true;
    else
        changes.add(*before, runner);
    setNumber(m_snapshot.jobRunners, runner);
    m_changes.jobRunners = true;
}

void SpawnerMirror::removeJobRunner(quint64 number)
{
    removeNumber(m_snapshot.jobRunners, number);
    m_changes.ofJobRunners.remove(number);
    m_changes.jobRunners = true;
}

// A busy runner ends thousands of jobs in a second: those that were well are no news for the log.
void SpawnerMirror::addJobEnd(JobEnd end)
{
    end.number = ++m_jobEndNumber;
    m_now = Clock::now();
    if (end.error != JobResult::Error::NoError) {
        const bool asked
            = end.error == JobResult::Error::Cancelled || end.error == JobResult::Error::Closed;
        log(asked ? QtInfoMsg : QtWarningMsg, u"spawn.jobs"_s,
            u"job %1 of %2: %3"_s.arg(QString::number(end.job), end.script, end.text));
    }
    m_jobEnds.append(m_snapshot.jobEnds, end);
    appendBounded(m_changes.jobEnds, end, m_snapshot.jobEnds.size());
}

} // namespace Spawn
