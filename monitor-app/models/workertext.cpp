// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/workertext.h"

#include "models/outcometext.h"
#include "models/terminaltext.h"

namespace Spawn {

QString poolText(const PoolSnapshot &pool)
{
    return pool.name.isEmpty() ? QStringLiteral("Pool %1").arg(pool.number)
                               : printableText(pool.name.toUtf8());
}

QString workerStateWord(WorkerSnapshot::State state)
{
    switch (state) {
    case WorkerSnapshot::State::Starting:
        return QStringLiteral("Starting");
    case WorkerSnapshot::State::Running:
        return QStringLiteral("Running");
    case WorkerSnapshot::State::Blocked:
        return QStringLiteral("Behind");
    case WorkerSnapshot::State::Paused:
        return QStringLiteral("Paused");
    case WorkerSnapshot::State::Leaving:
        return QStringLiteral("Leaving");
    }
    return {};
}

QString causeText(const WorkerEnd &end)
{
    switch (end.reason) {
    case WorkerEnd::Reason::Exited:
        return end.exitCode >= 0 ? QStringLiteral("Exited by itself: code %1").arg(end.exitCode)
                                 : QStringLiteral("Exited by itself");
    case WorkerEnd::Reason::Crashed:
        return end.signalNumber != 0 ? QStringLiteral("Crashed: ") + signalText(end.signalNumber)
                                     : QStringLiteral("Crashed");
    case WorkerEnd::Reason::FailedToStart:
        return end.text.isEmpty()
            ? QStringLiteral("Did not start")
            : QStringLiteral("Did not start: ") + printableText(end.text.toUtf8());
    case WorkerEnd::Reason::Removed:
        return QStringLiteral("Removed");
    case WorkerEnd::Reason::Replaced:
        return QStringLiteral("Restarted, as was asked");
    case WorkerEnd::Reason::PausedForTooLong:
        return QStringLiteral("Paused for too long");
    case WorkerEnd::Reason::Asked:
        return QStringLiteral("Asked to be replaced");
    case WorkerEnd::Reason::Stopped:
        return QStringLiteral("Stopped with its pool");
    }
    return {};
}

} // namespace Spawn
