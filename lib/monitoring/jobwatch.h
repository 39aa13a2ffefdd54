// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/runnerrequest.h"
#include "monitoring/snapshotwatch.h"

#include <jobs/jobsnapshot.h>

#include <QtCore/QPointer>

namespace Spawn {

class JobScheduler;

// A queue of jobs with its workers, the ends of jobs, and what monitors ask of it.
class JobWatch final : public SnapshotWatch
{
    Q_OBJECT
public:
    JobWatch(JobScheduler *scheduler, quint64 number, QObject *parent);

    const JobScheduler *scheduler() const { return m_scheduler; }
    void request(const RunnerRequest &request); // of another runner: nothing

Q_SIGNALS:
    void changed(const Spawn::JobRunnerSnapshot &snapshot);
    void jobEnded(const Spawn::JobEnd &end);

private:
    void publish() override;
    void cancel(const QList<quint64> &jobs);
    void reload(const QString &script);

    const QPointer<JobScheduler> m_scheduler;
    JobRunnerSnapshot m_last;
};

} // namespace Spawn
