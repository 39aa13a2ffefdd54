// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/jobtext.h"

#include "models/commandtext.h"
#include "models/jsontext.h"
#include "models/outcometext.h"
#include "models/terminaltext.h"

#include <algorithm>

namespace Spawn {

using std::chrono::microseconds;
using std::chrono::milliseconds;

QString runnerText(const JobRunnerSnapshot &runner)
{
    return runner.name.isEmpty() ? QStringLiteral("Runner %1").arg(runner.number)
                                 : printableText(runner.name.toUtf8());
}

QString scriptText(const QString &script)
{
    return script.isEmpty() ? QStringLiteral("Others") : programName(script);
}

QString jobStateWord(JobSnapshot::State state)
{
    switch (state) {
    case JobSnapshot::State::Queued:
        return QStringLiteral("Queued");
    case JobSnapshot::State::Resting:
        return QStringLiteral("Resting");
    case JobSnapshot::State::Running:
        return QStringLiteral("Running");
    }
    return {};
}

QString outcomeText(const JobEnd &end)
{
    const bool says = end.error == JobResult::Error::ScriptError
        || end.error == JobResult::Error::FailedToStart;
    return says && !end.text.isEmpty()
        ? QStringLiteral("%1: %2").arg(outcomeWord(end), printableText(end.text.left(400).toUtf8()))
        : outcomeWord(end);
}

QString outcomeWord(const JobEnd &end)
{
    switch (end.error) {
    case JobResult::Error::NoError:
        return QStringLiteral("Succeeded");
    case JobResult::Error::ScriptError:
        return QStringLiteral("Failed");
    case JobResult::Error::ScriptNotFound:
        return QStringLiteral("Script not found");
    case JobResult::Error::TimedOut:
        return QStringLiteral("Timed out");
    case JobResult::Error::WorkerDied:
        if (end.signalNumber != 0)
            return QStringLiteral("Worker died: ") + signalText(end.signalNumber);
        return end.exitCode >= 0 ? QStringLiteral("Worker died: code %1").arg(end.exitCode)
                                 : QStringLiteral("Worker died");
    case JobResult::Error::LockHeld:
        return QStringLiteral("Lock held");
    case JobResult::Error::Cancelled:
        return QStringLiteral("Cancelled");
    case JobResult::Error::Closed:
        return QStringLiteral("Closed with its runner");
    case JobResult::Error::FailedToStart:
        return QStringLiteral("Did not start");
    }
    return {};
}

QString valueText(const JobValue &value)
{
    const QString text = value.size > 0 ? value.value.toString() : compactJson(value.value);
    return printableText(text.toUtf8());
}

static microseconds between(qint64 from, qint64 to)
{
    return milliseconds(std::max<qint64>(0, to - from));
}

microseconds waitedOf(const JobSnapshot &job, qint64 now)
{
    return between(job.asked, job.begun != 0 ? job.begun : now);
}

microseconds ranOf(const JobSnapshot &job, qint64 now)
{
    return job.begun == 0 ? microseconds(-1) : between(job.begun, now);
}

} // namespace Spawn
