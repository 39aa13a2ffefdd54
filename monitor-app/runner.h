// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "commandfile.h"
#include "linetail.h"
#include "models/commandoutcome.h"
#include "models/runcounts.h"
#include "runoptions.h"

#include <spawner/asyncspawner.h>

#include <QtCore/QElapsedTimer>
#include <QtCore/QList>
#include <QtCore/QObject>

namespace Spawn {

// Runs a list of commands through an AsyncSpawner, and knows at any moment how far it is.
class Runner final : public QObject
{
    Q_OBJECT
public:
    Runner(const RunOptions &options, const QList<CommandLine> &commands,
           QObject *parent = nullptr);

    AsyncSpawner *spawner() { return &m_spawner; }
    void setLogger(Logger *logger) { m_spawner.setLogger(logger); }
    void start();
    // The first time it cancels all commands, after that it kills what is left.
    void interrupt(int signalNumber);

    RunCounts counts() const { return m_counts; }
    std::chrono::microseconds elapsed() const;
    QList<CommandOutcome> outcomes() const { return m_outcomes; } // in the order of the input
    bool hasRun() const { return m_hasRun; } // at least one command
    QString helperError() const { return m_helperError; } // empty: none
    int interruptSignal() const { return m_interruptSignal; } // 0: none

Q_SIGNALS:
    // The output is in this outcome only, and not kept.
    void commandEnded(const Spawn::CommandOutcome &outcome);
    void finished();

private:
    void submitAll();
    void submit(int index);
    void end(int index, bool wasRunning, const CommandResult &result, const LineTail &errorTail);
    void finishIfDone();

    const RunOptions m_options;
    AsyncSpawner m_spawner;
    QList<CommandLine> m_commands;
    QList<CommandOutcome> m_outcomes;
    RunCounts m_counts;
    QElapsedTimer m_elapsed;
    QString m_helperError;
    int m_interruptSignal = 0;
    bool m_hasSubmitted = false;
    bool m_hasRun = false;
    bool m_isFinished = false;
};

} // namespace Spawn
