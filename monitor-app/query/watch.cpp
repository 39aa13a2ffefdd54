// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/watch.h"

#include "exitstatus.h"
#include "models/clustertext.h"
#include "models/commandtext.h"
#include "models/jobtext.h"
#include "models/momenttext.h"
#include "models/quantity.h"
#include "models/terminaltext.h"
#include "models/workertext.h"
#include "terminal.h"

#include <monitoring/monitorclient.h>
#include <monitoring/snapshotjson.h>

#include <QtCore/QDateTime>
#include <QtCore/QEventLoop>
#include <QtCore/QHash>
#include <QtCore/QJsonDocument>

#include <algorithm>
#include <unistd.h>

namespace Spawn {

using namespace Qt::StringLiterals;

class Watch final
{
public:
    Watch(MonitorClient &client, bool json) : m_client(client), m_json(json) { }
    int run();

private:
    void look(QList<quint64> ids);
    void tell(const CommandSnapshot &command);
    void tellNews();
    void write(qint64 moment, const QString &what, const char *kind, const QJsonObject &object);

    MonitorClient &m_client;
    const bool m_json;
    QEventLoop m_loop;
    QHash<quint64, CommandReply::State> m_states; // as told
    quint64 m_restart = 0; // the last one told
    quint64 m_workerEnd = 0;
    quint64 m_jobEnd = 0;
    quint64 m_clusterEnd = 0;
    quint64 m_log = 0;
    int m_status = AllSucceeded;
};

void Watch::write(qint64 moment, const QString &what, const char *kind, const QJsonObject &object)
{
    const QByteArray line = m_json ? QJsonDocument(QJsonObject{{QLatin1StringView(kind), object}})
                                         .toJson(QJsonDocument::Compact)
                                   : (clockText(moment) + u"  "_s + what).toUtf8();
    if (writeFully(STDOUT_FILENO, line + '\n') != 0)
        m_loop.quit(); // nobody reads: that is no failure
}

void Watch::tell(const CommandSnapshot &command)
{
    qint64 moment = command.submitted;
    QString ending;
    if (command.isFinished()) {
        moment = command.finished;
        if (command.processId != 0)
            ending = u"  after "_s + durationText(command.elapsed);
        if (command.error != CommandResult::Error::NoError)
            ending += u"  "_s + printableText(command.text.toUtf8());
    } else if (command.started != 0) {
        moment = command.started;
    }
    const QString label
        = command.label.isEmpty() ? QString() : printableText(command.label.toUtf8()) + u": "_s;
    write(moment,
          u"%1  %2  %3%4%5"_s.arg(stateWord(command), -15)
              .arg(command.id, 5)
              .arg(label, commandLine(command), ending),
          "command", toJson(command));
}

void Watch::look(QList<quint64> ids)
{
    std::sort(ids.begin(), ids.end());
    for (const quint64 id : std::as_const(ids)) {
        const auto found = m_client.snapshot().commands.constFind(id);
        if (found == m_client.snapshot().commands.constEnd()) {
            m_states.remove(id);
            continue;
        }
        const auto told = m_states.constFind(id);
        if (told != m_states.constEnd() && *told == found->state)
            continue; // only its figures have changed
        m_states.insert(id, found->state);
        tell(*found);
    }
    tellNews();
}

void Watch::tellNews()
{
    const SpawnerSnapshot &snapshot = m_client.snapshot();
    for (const RestartSnapshot &restart : snapshot.restarts) {
        if (restart.number <= std::exchange(m_restart, std::max(m_restart, restart.number)))
            continue;
        write(restart.exit.time.toMSecsSinceEpoch(),
              u"helper ended  "_s + printableText(restart.exit.text.toUtf8()), "restart",
              toJson(restart));
    }
    for (const WorkerEnd &end : snapshot.workerEnds) {
        if (end.number <= std::exchange(m_workerEnd, std::max(m_workerEnd, end.number)))
            continue;
        write(end.time,
              u"worker ended  %1 (process %2): %3"_s.arg(programName(end.program))
                  .arg(end.processId)
                  .arg(causeText(end)),
              "workerEnd", toJson(end));
    }
    for (const JobEnd &end : snapshot.jobEnds) {
        if (end.number <= std::exchange(m_jobEnd, std::max(m_jobEnd, end.number)))
            continue;
        write(end.time,
              u"job ended  %1 (job %2): %3  after %4"_s.arg(scriptText(end.script))
                  .arg(end.job)
                  .arg(outcomeText(end), durationText(end.elapsed)),
              "jobEnd", toJson(end));
    }
    for (const ClusterWorkerEnd &end : snapshot.clusterEnds) {
        if (end.number <= std::exchange(m_clusterEnd, std::max(m_clusterEnd, end.number)))
            continue;
        write(end.time,
              u"cluster worker ended  %1 worker %2 (process %3): %4"_s
                  .arg(clusterText(snapshot.clusters, end.cluster))
                  .arg(end.id)
                  .arg(end.processId)
                  .arg(causeText(end)),
              "clusterEnd", toJson(end));
    }
    for (const LogSnapshot &line : snapshot.log) {
        if (line.number <= std::exchange(m_log, std::max(m_log, line.number)))
            continue;
        if (m_json)
            write(line.time, {}, "log", toJson(line));
    }
}

int Watch::run()
{
    const SpawnerSnapshot &snapshot = m_client.snapshot();
    // What has ended before is no news.
    QList<quint64> live;
    for (const CommandSnapshot &command : snapshot.commands) {
        if (command.isFinished())
            m_states.insert(command.id, command.state);
        else
            live.append(command.id);
    }
    if (!snapshot.restarts.isEmpty())
        m_restart = snapshot.restarts.last().number;
    if (!snapshot.workerEnds.isEmpty())
        m_workerEnd = snapshot.workerEnds.last().number;
    if (!snapshot.jobEnds.isEmpty())
        m_jobEnd = snapshot.jobEnds.last().number;
    if (!snapshot.clusterEnds.isEmpty())
        m_clusterEnd = snapshot.clusterEnds.last().number;
    if (!snapshot.log.isEmpty())
        m_log = snapshot.log.last().number;
    look(live);
    QObject::connect(&m_client, &MonitorClient::changed, &m_loop,
                     [this](const QList<quint64> &ids) {
                         if (m_client.isHistoryComplete())
                             look(ids);
                         else // of the history, most of it
                             for (const quint64 id : ids)
                                 m_states.insert(id, m_client.snapshot().commands.value(id).state);
                     });
    QObject::connect(&m_client, &MonitorClient::disconnected, &m_loop, [this](const QString &why) {
        writeFully(STDERR_FILENO, "spawn-monitor: " + why.toUtf8() + '\n');
        m_loop.quit();
    });
    m_loop.exec();
    return m_status;
}

int watch(MonitorClient &client, bool json)
{
    return Watch(client, json).run();
}

} // namespace Spawn
