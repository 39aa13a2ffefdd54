// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "monitoring/jobendhistory.h"
#include "monitoring/jobrunnerchanges.h"
#include "monitoring/monitorfeed.h"
#include "monitoring/spawnersnapshot.h"

#include <QtCore/QList>
#include <QtCore/QSet>

#include <deque>
#include <set>
#include <unordered_map>
#include <vector>

namespace Spawn {

// What has changed in a snapshot since somebody looked.
struct SnapshotChanges
{
    bool all = false; // everything below is to be taken as changed
    bool helper = false;
    bool queue = false;
    QSet<quint64> commands;
    QList<quint64> removed; // forgotten, finished ones
    QList<RestartSnapshot> restarts;
    QList<LogSnapshot> log;
    bool pools = false; // one of them
    QList<WorkerEnd> workerEnds;
    bool jobRunners = false; // one of them, or there are others
    QHash<quint64, JobRunnerChanges> ofJobRunners;
    QList<JobEnd> jobEnds;
    bool clusters = false; // one of them
    QList<ClusterWorkerEnd> clusterEnds;

    bool isEmpty() const;
};

// Turns what an engine tells into a picture of its spawner, and says what has changed in it.
class SpawnerMirror final
{
public:
    SpawnerMirror();

    void setHistoryLength(int length) { m_historyLength = length; } // of finished commands
    void apply(FeedRecord &&record, TimePoint now);
    // Figures that nobody tells: the kernel's, of the helper and of some commands that run.
    void sample(TimePoint now);
    void setCallerDelay(std::chrono::milliseconds delay);
    void refreshAges(TimePoint now);
    void setPool(const PoolSnapshot &pool);
    void removePool(quint64 number);
    void addWorkerEnd(WorkerEnd end); // without its number
    void setJobRunner(const JobRunnerSnapshot &runner);
    void removeJobRunner(quint64 number);
    void addJobEnd(JobEnd end); // without its number
    void setCluster(const ClusterSnapshot &cluster);
    void removeCluster(quint64 number);
    void addClusterEnd(ClusterWorkerEnd end); // without its number

    SpawnerSnapshot &snapshot() { return m_snapshot; }
    SnapshotChanges takeChanges() { return std::exchange(m_changes, {}); }

private:
    struct ProcessTimes
    {
        TimePoint at;
        std::chrono::microseconds used{0};
    };
    struct Live // what is only needed until the end
    {
        QExplicitlySharedDataPointer<const CommandSpec> spec;
        TimePoint submitted;
        TimePoint sent;
        ProcessTimes times;
    };

    void apply(Feed::Submitted &record);
    void apply(Feed::Moved &record);
    void apply(Feed::Raised &record);
    void apply(Feed::Finished &record);
    void apply(Feed::Limits &record);
    void apply(Feed::HelperState &record);
    void apply(Feed::HelperAnswered &record);
    void apply(Event::HelperEnded &record);
    void apply(Event::HelperFailed &record);
    void apply(Event::HelperLog &record);
    void apply(Event::EndedAfterAll &record);
    void apply(Feed::Lost &);

    qint64 moment(TimePoint time) const; // ms since the epoch
    void setState(CommandSnapshot &command, CommandReply::State state);
    void addLatency(std::chrono::microseconds latency);
    void log(QtMsgType level, const QString &category, const QString &message, quint64 command = 0);
    void forgetOldest();

    SpawnerSnapshot m_snapshot;
    SnapshotChanges m_changes;
    std::unordered_map<quint64, Live> m_live;
    std::set<quint64> m_waiting; // by id, the order of submission
    std::set<quint64> m_running;
    std::deque<quint64> m_finished; // oldest first
    std::vector<std::chrono::microseconds> m_latencies; // of the last ones, in a ring
    size_t m_nextLatency = 0;
    ProcessTimes m_helperTimes;
    quint64 m_lastSampled = 0;
    quint64 m_restartNumber = 0;
    quint64 m_logNumber = 0;
    quint64 m_workerEndNumber = 0;
    quint64 m_jobEndNumber = 0;
    quint64 m_clusterEndNumber = 0;
    JobEndHistory m_jobEnds;
    int m_historyLength = 10'000;
    TimePoint m_now;
};

} // namespace Spawn
