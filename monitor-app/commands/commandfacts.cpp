// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "commands/commandfacts.h"

#include "models/commandtext.h"
#include "models/momenttext.h"
#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"

namespace Spawn {

static QString cpuText(const ResourceUsage &usage)
{
    return QStringLiteral("%1 user, %2 system")
        .arg(secondsText(usage.userTime, 2), secondsText(usage.systemTime, 2));
}

static QString timesText(int count)
{
    return count == 1 ? QStringLiteral("once")
        : count == 2  ? QStringLiteral("twice, to two helpers")
                      : QStringLiteral("%1 times, each to another helper").arg(count);
}

static QString ranText(const CommandSnapshot &command, qint64 now)
{
    const QString ran = secondsText(ranOf(command, now), 2);
    if (command.isFinished()) {
        return command.finished == 0
            ? ran
            : QStringLiteral("%1, until %2").arg(ran, momentText(command.finished, now));
    }
    return QStringLiteral("%1, since %2").arg(ran, momentText(command.started, now));
}

static void addEnd(QList<Facts::Fact> &facts, const CommandSnapshot &command)
{
    if (command.systemError != 0) {
        facts += {
            QStringLiteral("Stage"),
            QStringLiteral("%1, %2").arg(stageText(command.stage), errnoText(command.systemError)),
            {}};
    }
    const ResourceUsage &usage = command.usage;
    if (command.processId != 0) {
        facts += {QStringLiteral("CPU"), cpuText(usage), {}};
        facts += {QStringLiteral("Peak memory"), byteCountText(usage.peakMemory), {}};
        facts += {QStringLiteral("Switches"),
                  QStringLiteral("%1 voluntary, %2 not")
                      .arg(countText(quint64(usage.voluntaryContextSwitches)),
                           countText(quint64(usage.involuntaryContextSwitches))),
                  {}};
    }
    if (command.attempts > 0)
        facts += {QStringLiteral("Handed out"), timesText(command.attempts), {}};
}

QList<Facts::Fact> commandFacts(const CommandSnapshot &command, qint64 now)
{
    const auto plain = [](const QString &text) {
        return printableText(text.toUtf8());
    };
    QList<Facts::Fact> facts;
    facts += {QStringLiteral("State"), command.isFinished() ? endText(command) : stateWord(command),
              commandMark(command.state, command.error)};
    if (!command.label.isEmpty())
        facts += {QStringLiteral("Label"), plain(command.label), {}};
    facts += {QStringLiteral("Directory"),
              command.workingDirectory.isEmpty() ? QStringLiteral("the application's")
                                                 : plain(command.workingDirectory),
              {}};
    if (command.priority != 0)
        facts += {QStringLiteral("Priority"), QString::number(command.priority), {}};
    if (command.processId != 0) {
        facts += {QStringLiteral("Process"),
                  command.detached     ? QStringLiteral("%1, detached").arg(command.processId)
                      : command.worker ? QStringLiteral("%1, a worker").arg(command.processId)
                                       : QString::number(command.processId),
                  {}};
    }
    const QString waited = secondsText(waitedOf(command, now), 2);
    if (!waited.isEmpty()) {
        facts += {
            QStringLiteral("Waited"),
            command.submitted == 0
                ? waited
                : QStringLiteral("%1, since %2").arg(waited, momentText(command.submitted, now)),
            {}};
    }
    if (ranOf(command, now).count() >= 0)
        facts += {QStringLiteral("Ran"), ranText(command, now), {}};
    if (command.isFinished()) {
        addEnd(facts, command);
        return facts;
    }
    if (command.processorShare >= 0)
        facts += {QStringLiteral("CPU"),
                  percentText(command.processorShare) + QStringLiteral(" of a core"),
                  {}};
    if (command.residentMemory >= 0)
        facts += {QStringLiteral("Memory"), byteCountText(command.residentMemory), {}};
    return facts;
}

} // namespace Spawn
