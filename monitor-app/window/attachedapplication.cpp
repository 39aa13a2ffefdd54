// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "window/attachedapplication.h"

#include <QtCore/QTimer>

#include <utility>

namespace Spawn {

AttachedApplication::AttachedApplication(Access access, QObject *parent)
    : MonitoredApplication(parent), m_access(access)
{
    connect(&m_client, &MonitorClient::connected, this, [this] { Q_EMIT attached(); });
    connect(&m_client, &MonitorClient::reset, this, [this] { Q_EMIT reset(); });
    connect(&m_client, &MonitorClient::changed, this,
            [this](const QList<quint64> &ids) { Q_EMIT changed(ids); });
    connect(&m_client, &MonitorClient::answered, this,
            [this](quint64 number, const QString &error) {
                const QString what = m_requests.take(number);
                if (!what.isEmpty())
                    Q_EMIT answered(what, error);
            });
    connect(&m_client, &MonitorClient::disconnected, this, &AttachedApplication::end);
}

void AttachedApplication::attach(const MonitorTarget &target)
{
    m_client.connectTo(target);
}

const SpawnerSnapshot &AttachedApplication::snapshot() const
{
    return m_client.snapshot();
}

bool AttachedApplication::isControlAllowed() const
{
    return m_access == Access::AsAllowed && m_client.snapshot().controlAllowed;
}

void AttachedApplication::request(const QString &what, const QList<quint64> &ids, int signalNumber)
{
    expectAnswer(m_access == Access::ReadOnly ? 0 : m_client.request(what, ids, signalNumber),
                 what);
}

void AttachedApplication::requestOfPool(const QString &what, quint64 pool, const QString &program,
                                        const QList<quint64> &workers)
{
    expectAnswer(
        m_access == Access::ReadOnly ? 0 : m_client.requestOfPool(what, pool, program, workers),
        what);
}

void AttachedApplication::requestOfRunner(const QString &what, quint64 runner,
                                          const QString &script, const QList<quint64> &jobs)
{
    expectAnswer(
        m_access == Access::ReadOnly ? 0 : m_client.requestOfRunner(what, runner, script, jobs),
        what);
}

void AttachedApplication::requestOfCluster(const QString &what, quint64 cluster)
{
    expectAnswer(m_access == Access::ReadOnly ? 0 : m_client.requestOfCluster(what, cluster), what);
}

// Of one that could not be sent, 0, there is one as well.
void AttachedApplication::expectAnswer(quint64 number, const QString &what)
{
    if (number != 0) {
        m_requests.insert(number, what);
        return;
    }
    // Never before the request has returned, as it is with every other answer.
    const QString error = m_access == Access::ReadOnly ? QStringLiteral("It is attached read-only.")
                                                       : QStringLiteral("It is not attached.");
    QTimer::singleShot(0, this, [this, what, error] { Q_EMIT answered(what, error); });
}

void AttachedApplication::end(const QString &reason)
{
    // Whether they were carried out will not be known.
    const QHash<quint64, QString> lost = std::exchange(m_requests, {});
    for (const QString &what : lost)
        Q_EMIT answered(what, reason);
    Q_EMIT disconnected(reason);
}

} // namespace Spawn
