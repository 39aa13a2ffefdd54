// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/commandjson.h"

#include "models/commandtext.h"
#include "models/outcometext.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>

namespace Spawn {

static QString isoText(qint64 moment)
{
    return QDateTime::fromMSecsSinceEpoch(moment, Qt::UTC).toString(Qt::ISODateWithMs);
}

static double seconds(std::chrono::microseconds duration)
{
    return double(duration.count()) / 1e6;
}

static void addEnd(QJsonObject &object, const CommandSnapshot &command)
{
    if (command.exitCode >= 0)
        object[u"exitCode"] = command.exitCode;
    if (command.signalNumber != 0) {
        object[u"signal"] = signalText(command.signalNumber);
        object[u"coreDumped"] = command.coreDumped;
    }
    if (command.stage != CommandResult::Stage::None)
        object[u"stage"] = stageText(command.stage);
    if (command.systemError != 0)
        object[u"errno"] = errnoText(command.systemError);
    object[u"attempts"] = command.attempts;
    object[u"text"] = command.text;
    const ResourceUsage &usage = command.usage;
    object[u"userTime"] = seconds(usage.userTime);
    object[u"systemTime"] = seconds(usage.systemTime);
    object[u"peakMemory"] = usage.peakMemory;
    object[u"voluntaryContextSwitches"] = usage.voluntaryContextSwitches;
    object[u"involuntaryContextSwitches"] = usage.involuntaryContextSwitches;
}

QJsonObject commandJson(const CommandSnapshot &command)
{
    QJsonObject object;
    object[u"id"] = qint64(command.id);
    object[u"state"] = stateWord(command);
    if (command.secret)
        object[u"secret"] = true;
    else
        object[u"arguments"] = QJsonArray::fromStringList(command.arguments);
    if (!command.label.isEmpty())
        object[u"label"] = command.label;
    if (!command.workingDirectory.isEmpty())
        object[u"workingDirectory"] = command.workingDirectory;
    object[u"priority"] = command.priority;
    if (command.processId != 0)
        object[u"pid"] = command.processId;
    if (command.submitted != 0)
        object[u"submitted"] = isoText(command.submitted);
    if (command.started != 0)
        object[u"started"] = isoText(command.started);
    if (command.state != CommandReply::State::Queued)
        object[u"queued"] = seconds(command.queued);
    if (!command.isFinished()) {
        if (command.processorShare >= 0)
            object[u"processorShare"] = command.processorShare;
        if (command.residentMemory >= 0)
            object[u"residentMemory"] = command.residentMemory;
        return object;
    }
    if (command.finished != 0)
        object[u"finished"] = isoText(command.finished);
    object[u"elapsed"] = seconds(command.elapsed);
    addEnd(object, command);
    return object;
}

} // namespace Spawn
