// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "query/attachment.h"

#include "models/terminaltext.h"

#include <QtCore/QEventLoop>
#include <QtCore/QTimer>

namespace Spawn {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

static constexpr auto AnswerTime = 5s;
static constexpr auto LookTime = 300ms; // that of a change, and some more

static QString described(const MonitorTarget &target)
{
    return u"%1 (process %2)"_s.arg(printableText(target.name.toUtf8())).arg(target.processId);
}

static QString find(const QString &which, MonitorTarget &found)
{
    QList<MonitorTarget> matching;
    const QList<MonitorTarget> targets = MonitorClient::targets();
    for (const MonitorTarget &target : targets) {
        const bool fits = which.isEmpty()
            ? target.problem.isEmpty()
            : target.name == which || QString::number(target.processId) == which;
        if (fits)
            matching.append(target);
    }
    if (matching.isEmpty()) {
        return which.isEmpty() ? u"No application can be attached; see spawn-monitor list."_s
                               : u"There is no application \"%1\"; see spawn-monitor list."_s.arg(
                                   printableText(which.toUtf8()));
    }
    if (matching.size() > 1) {
        QStringList choices;
        for (const MonitorTarget &target : std::as_const(matching))
            choices.append(described(target));
        return u"Which one? %1. Name it by its process."_s.arg(choices.join(u", "_s));
    }
    found = matching.first();
    return found.problem.isEmpty()
        ? QString()
        : u"%1 cannot be attached: %2"_s.arg(described(found), found.problem);
}

QString Attachment::attach(const QString &which)
{
    MonitorTarget target;
    if (QString problem = find(which, target); !problem.isEmpty())
        return problem;
    QEventLoop loop;
    QString problem;
    QObject::connect(&m_client, &MonitorClient::connected, &loop, &QEventLoop::quit);
    QObject::connect(&m_client, &MonitorClient::disconnected, &loop, [&](const QString &reason) {
        problem = u"%1 cannot be attached: %2"_s.arg(described(target), reason);
        loop.quit();
    });
    m_client.connectTo(target);
    loop.exec();
    return problem;
}

QString Attachment::request(const QString &what, const QList<quint64> &ids, int signalNumber)
{
    m_client.request(what, ids, signalNumber);
    return waitForAnswer();
}

QString Attachment::requestOfPool(const QString &what, quint64 pool, const QString &program,
                                  const QList<quint64> &workers)
{
    m_client.requestOfPool(what, pool, program, workers);
    return waitForAnswer();
}

QString Attachment::requestOfRunner(const QString &what, quint64 runner, const QString &script,
                                    const QList<quint64> &jobs)
{
    m_client.requestOfRunner(what, runner, script, jobs);
    return waitForAnswer();
}

QString Attachment::requestOfCluster(const QString &what, quint64 cluster)
{
    m_client.requestOfCluster(what, cluster);
    return waitForAnswer();
}

// One that is as it was says nothing, so nothing says that it has been looked at.
void Attachment::waitForLook()
{
    if (snapshot().jobRunners.isEmpty() && snapshot().clusters.isEmpty())
        return;
    QEventLoop loop;
    QObject::connect(&m_client, &MonitorClient::disconnected, &loop, &QEventLoop::quit);
    QTimer::singleShot(LookTime, &loop, &QEventLoop::quit);
    loop.exec();
}

QString Attachment::waitForAnswer()
{
    QEventLoop loop;
    QString problem = u"The application did not answer."_s;
    QObject::connect(&m_client, &MonitorClient::answered, &loop,
                     [&](quint64, const QString &error) {
                         problem = error;
                         loop.quit();
                     });
    QObject::connect(&m_client, &MonitorClient::disconnected, &loop, [&](const QString &reason) {
        problem = reason;
        loop.quit();
    });
    QTimer::singleShot(AnswerTime, &loop, &QEventLoop::quit);
    loop.exec();
    return problem;
}

void Attachment::waitForHistory()
{
    QEventLoop loop;
    QTimer quiet;
    quiet.setSingleShot(true);
    QObject::connect(&quiet, &QTimer::timeout, &loop, &QEventLoop::quit);
    QObject::connect(&m_client, &MonitorClient::disconnected, &loop, &QEventLoop::quit);
    QObject::connect(&m_client, &MonitorClient::historyComplete, &loop, &QEventLoop::quit);
    quiet.start(AnswerTime);
    if (!m_client.isHistoryComplete())
        loop.exec();
}

} // namespace Spawn
