// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/querytext.h"

#include "models/commandtext.h"
#include "models/momenttext.h"
#include "models/outcometext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"
#include "models/texttable.h"

#include <monitoring/snapshotjson.h>

#include <QtCore/QDateTime>
#include <QtCore/QJsonDocument>

#include <algorithm>

namespace Spawn {

using namespace Qt::StringLiterals;
using Align = TextTable::Align;

static constexpr qsizetype ShownFinished = 20;

static QString printable(const QString &text)
{
    return printableText(text.toUtf8());
}

static QByteArray line(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}

// ---- Applications ------------------------------------------------------------------------------

QByteArray targetsText(const QList<MonitorTarget> &targets, int columns)
{
    if (targets.isEmpty())
        return "No application runs that could be attached.\n"
               "Start one with ASYNCSPAWNER_MONITOR=1 in its environment.\n";
    TextTable table({{u"PROCESS"_s, Align::Right}, {u"APPLICATION"_s}, {u"STATUS"_s}});
    for (const MonitorTarget &target : targets)
        table.addRow({QString::number(target.processId), printable(target.name),
                      target.problem.isEmpty() ? u"ready"_s : printable(target.problem)});
    return table.text(columns);
}

QByteArray targetsJson(const QList<MonitorTarget> &targets)
{
    QByteArray text;
    for (const MonitorTarget &target : targets)
        text += line({{"name"_L1, target.name},
                      {"pid"_L1, static_cast<double>(target.processId)},
                      {"socket"_L1, target.socket},
                      {"problem"_L1, target.problem}});
    return text;
}

// ---- One of them -------------------------------------------------------------------------------

static QString helperText(const SpawnerSnapshot &snapshot)
{
    const HelperSnapshot &helper = snapshot.helper;
    switch (helper.state) {
    case AsyncSpawner::State::NotRunning:
        return u"not running"_s;
    case AsyncSpawner::State::Failed:
        return u"failed: "_s + printable(snapshot.failure.text);
    case AsyncSpawner::State::Starting:
        return u"starting"_s;
    case AsyncSpawner::State::Restarting:
        return u"restarting"_s;
    case AsyncSpawner::State::Running:
        break;
    }
    QString text = u"running, process %1, up %2"_s.arg(helper.processId)
                       .arg(spanText(std::chrono::milliseconds(snapshot.time - helper.started)));
    if (helper.residentMemory >= 0)
        text += u", "_s + byteCountText(helper.residentMemory);
    if (helper.startLatencyMedian.count() >= 0)
        text += u", starts in %1 (p99 %2)"_s.arg(durationText(helper.startLatencyMedian),
                                                 durationText(helper.startLatencyP99));
    return text;
}

// Waiting and running in the order of the queue, then what ended last.
static QList<const CommandSnapshot *> inOrder(const SpawnerSnapshot &snapshot)
{
    QList<const CommandSnapshot *> live;
    QList<const CommandSnapshot *> finished;
    for (const CommandSnapshot &command : snapshot.commands)
        (command.isFinished() ? finished : live).append(&command);
    std::sort(live.begin(), live.end(), [](const auto *a, const auto *b) {
        if (a->state != b->state)
            return a->state > b->state;
        return a->priority != b->priority ? a->priority > b->priority : a->id < b->id;
    });
    std::sort(finished.begin(), finished.end(), [](const auto *a, const auto *b) {
        return a->finished != b->finished ? a->finished > b->finished : a->id > b->id;
    });
    return live + finished.mid(0, ShownFinished);
}

static QString timeText(std::chrono::microseconds time)
{
    return time.count() < 0 ? QString() : durationText(time);
}

QByteArray snapshotText(const SpawnerSnapshot &snapshot, int columns)
{
    QString head = u"%1, process %2, user %3, library %4\n"_s.arg(printable(snapshot.application))
                       .arg(snapshot.processId)
                       .arg(printable(snapshot.user), printable(snapshot.libraryVersion));
    head += u"helper   %1\n"_s.arg(helperText(snapshot));
    head += u"queue    %1 waiting"_s.arg(countText(static_cast<quint64>(snapshot.queue.waiting)));
    if (snapshot.queue.waiting > 0)
        head += u", the oldest for %1"_s.arg(spanText(snapshot.queue.oldest));
    head += u"; %1 of %2 running\n"_s.arg(snapshot.queue.running).arg(snapshot.queue.runningLimit);
    QStringList outcomes;
    for (size_t i = 0; i < snapshot.outcomes.size(); ++i) {
        if (snapshot.outcomes[i] > 0)
            outcomes.append(countText(snapshot.outcomes[i]) + u' '
                            + stateText(static_cast<CommandResult::Error>(i)));
    }
    head += u"ended    %1\n"_s.arg(outcomes.isEmpty() ? u"none"_s : outcomes.join(u", "_s));

    TextTable table({{u"ID"_s, Align::Right},
                     {u"STATE"_s},
                     {u"WAITED"_s, Align::Right},
                     {u"RAN"_s, Align::Right},
                     {u"LABEL"_s},
                     {u"COMMAND"_s}});
    for (const CommandSnapshot *const command : inOrder(snapshot)) {
        table.addRow({QString::number(command->id), stateWord(*command),
                      timeText(waitedOf(*command, snapshot.time)),
                      timeText(ranOf(*command, snapshot.time)), printable(command->label),
                      commandLine(*command)});
    }
    QByteArray text = head.toUtf8();
    if (!table.isEmpty())
        text += '\n' + table.text(columns);
    return text;
}

QByteArray snapshotJson(const SpawnerSnapshot &snapshot)
{
    QJsonObject object = summaryToJson(snapshot);
    QList<quint64> ids = snapshot.commands.keys();
    std::sort(ids.begin(), ids.end());
    QJsonArray commands;
    for (const quint64 id : std::as_const(ids))
        commands.append(toJson(snapshot.commands[id]));
    object.insert("commands"_L1, commands);
    object.insert("restarts"_L1, toJsonArray(snapshot.restarts));
    object.insert("log"_L1, toJsonArray(snapshot.log));
    object.insert("pools"_L1, toJsonArray(snapshot.pools));
    object.insert("workerEnds"_L1, toJsonArray(snapshot.workerEnds));
    object.insert("jobRunners"_L1, toJsonArray(snapshot.jobRunners));
    object.insert("jobEnds"_L1, toJsonArray(snapshot.jobEnds));
    object.insert("clusters"_L1, toJsonArray(snapshot.clusters));
    object.insert("clusterEnds"_L1, toJsonArray(snapshot.clusterEnds));
    return line(object);
}

// ---- Restarts ----------------------------------------------------------------------------------

QByteArray restartsText(const QList<RestartSnapshot> &restarts, int columns)
{
    if (restarts.isEmpty())
        return "No restarts: the helper has run without a break.\n";
    TextTable table({{u"WHEN"_s},
                     {u"PROCESS"_s, Align::Right},
                     {u"UPTIME"_s, Align::Right},
                     {u"BACK-OFF"_s, Align::Right},
                     {u"CARRIED OVER"_s, Align::Right},
                     {u"SENT AGAIN"_s, Align::Right},
                     {u"CAUSE"_s}});
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    for (const RestartSnapshot &restart : restarts) {
        const HelperExit &exit = restart.exit;
        table.addRow({momentText(exit.time.toMSecsSinceEpoch(), now),
                      QString::number(exit.processId), spanText(exit.uptime),
                      spanText(exit.backOff), QString::number(exit.carriedOver),
                      QString::number(exit.resent), printable(exit.text)});
    }
    return table.text(columns);
}

QByteArray restartsJson(const QList<RestartSnapshot> &restarts)
{
    QByteArray text;
    for (const RestartSnapshot &restart : restarts)
        text += line(toJson(restart));
    return text;
}

} // namespace Spawn
