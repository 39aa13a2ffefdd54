// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner.h"

#include <spawner/commandreply.h>

#include <memory>

namespace Spawn {

Runner::Runner(const RunOptions &options, const QList<CommandLine> &commands, QObject *parent)
    : QObject(parent), m_options(options), m_commands(commands), m_outcomes(commands.size())
{
    m_counts.total = int(commands.size());
    m_spawner.setMaxRunningCount(options.runningCount);
    connect(&m_spawner, &AsyncSpawner::started, this, &Runner::submitAll);
    connect(&m_spawner, &AsyncSpawner::error, this, [this](const SpawnerError &error) {
        m_helperError = error.text;
        finishIfDone();
    });
}

// Nothing is submitted before there is a helper: when there never is one, that is one error and not
// one for each command.
void Runner::start()
{
    m_elapsed.start();
    m_spawner.start();
}

std::chrono::microseconds Runner::elapsed() const
{
    return std::chrono::microseconds(m_elapsed.isValid() ? m_elapsed.nsecsElapsed() / 1000 : 0);
}

void Runner::submitAll()
{
    // A helper that replaces another one is started as well.
    if (m_hasSubmitted || m_interruptSignal != 0)
        return;
    m_hasSubmitted = true;
    for (int i = 0; i < m_commands.size(); ++i)
        submit(i);
    finishIfDone();
}

void Runner::submit(int index)
{
    using OutputMode = Command::OutputMode;
    Command command = Command::fromBytes(m_commands[index].argv);
    command.setTimeout(m_options.timeout);
    command.setStandardOutputMode(m_options.output ? OutputMode::Capture : OutputMode::Null);
    // Streamed and not captured: of any amount only the end is kept, and no limit kills anything.
    command.setStandardErrorMode(m_options.output ? OutputMode::Capture : OutputMode::Stream);

    struct Course
    {
        LineTail errorTail;
        bool isRunning = false;
    };
    const auto course = std::make_shared<Course>();
    CommandReply *const reply = m_spawner.aspawn(command);
    m_outcomes[index].id = reply->id();
    m_outcomes[index].line = m_commands[index].number;
    m_outcomes[index].argv = m_commands[index].argv;

    connect(reply, &CommandReply::started, this, [this, course] {
        course->isRunning = true;
        m_hasRun = true;
        ++m_counts.running;
    });
    connect(reply, &CommandReply::readyReadStandardError, this,
            [reply, course] { course->errorTail.append(reply->readAllStandardError()); });
    connect(reply, &CommandReply::finished, this,
            [this, reply, course, index](const CommandResult &result) {
                course->errorTail.append(reply->readAllStandardError());
                course->errorTail.append(result.standardError);
                end(index, course->isRunning, result, course->errorTail);
            });
}

void Runner::end(int index, bool wasRunning, const CommandResult &result, const LineTail &errorTail)
{
    if (wasRunning)
        --m_counts.running;
    ++(result.isSuccess() ? m_counts.succeeded : m_counts.failed);

    CommandOutcome outcome = m_outcomes[index];
    outcome.result = result;
    outcome.errorTail = errorTail.text();
    Q_EMIT commandEnded(outcome);

    outcome.result.standardOutput.clear();
    outcome.result.standardError.clear();
    m_outcomes[index] = outcome;
    finishIfDone();
}

void Runner::interrupt(int signalNumber)
{
    const bool isFirst = m_interruptSignal == 0;
    if (isFirst)
        m_interruptSignal = signalNumber;
    const QList<CommandReply *> replies = m_spawner.replies();
    for (CommandReply *const reply : replies) {
        if (isFirst)
            reply->cancel();
        else
            reply->kill();
    }
    finishIfDone();
}

void Runner::finishIfDone()
{
    const bool nothingToCome = m_hasSubmitted ? m_counts.ended() == m_counts.total
                                              : m_interruptSignal != 0 || !m_helperError.isEmpty();
    if (!nothingToCome || m_isFinished)
        return;
    m_isFinished = true;
    Q_EMIT finished();
}

} // namespace Spawn
