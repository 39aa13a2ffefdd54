// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <jobs/jobrunner.h>

#include <QtCore/QObject>

#include <map>

namespace Spawn {

// Jobs of one script whose ends are told in the order in which they were asked for.
class JobBatch final : public QObject
{
    Q_OBJECT
public:
    JobBatch(JobRunner *runner, const QString &script, QObject *parent = nullptr);

    void run(const QJsonValue &payload);
    void skip() { ++m_last; } // a number that no job has
    void cancelAll();

    qint64 lastNumber() const { return m_last; } // the first is 1
    // Those that have not ended, or wait to be told behind one that has not.
    qsizetype untoldCount() const { return qsizetype(m_live.size() + m_ended.size()); }

Q_SIGNALS:
    void ended(qint64 number, const Spawn::JobResult &result);
    void progress(const QJsonValue &value);

private:
    void end(qint64 number, const JobResult &result);

    JobRunner *const m_runner;
    const QString m_script;
    qint64 m_last = 0;
    std::map<qint64, JobReply *> m_live;
    std::map<qint64, JobResult> m_ended; // and not told
};

} // namespace Spawn
