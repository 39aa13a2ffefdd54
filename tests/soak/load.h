// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "runlog.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtCore/QRandomGenerator>
#include <QtCore/QStringList>

// Random commands, some of them at any time, each with what is to become of it.
class Load final
{
public:
    enum class Kind { Exits, Writes, Reads, IsMissing, IsCancelled, TimesOut, IsKilled };
    static constexpr int KindCount = 7;

    Load(Spawn::AsyncSpawner &spawner, RunLog &log, quint32 seed, int inFlight);

    void start();
    void stop() { m_isStopping = true; } // no new ones
    bool isDone() const { return m_isStopping && m_active == 0; }
    qint64 ended() const { return m_ended; }
    int mostAttempts() const { return m_mostAttempts; }

    // Once all have ended. What is not as it should be, a line each.
    QStringList problems();

private:
    struct Run
    {
        Kind kind;
        int code = 0;
        QByteArray bytes;
        int ends = 0;
        bool mayHaveRun = true;
        bool hasRun = true;
    };

    void startOne();
    void watch(Spawn::CommandReply *reply, qint64 number);
    void ended(qint64 number, const Spawn::CommandResult &result);
    static QString problemOf(const Run &run, const Spawn::CommandResult &result);
    QStringList argvOf(const Run &run, qint64 number) const;

    Spawn::AsyncSpawner &m_spawner;
    RunLog &m_log;
    QRandomGenerator m_random;
    QObject m_context;
    const int m_inFlight;
    QHash<qint64, Run> m_runs;
    QStringList m_problems;
    qint64 m_last = 0;
    qint64 m_ended = 0;
    int m_active = 0;
    int m_mostAttempts = 0;
    bool m_isStopping = false;
};
