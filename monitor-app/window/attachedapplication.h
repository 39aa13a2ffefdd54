// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "window/monitoredapplication.h"

#include <monitoring/monitorclient.h>

#include <QtCore/QHash>

namespace Spawn {

// An application of another process, as it tells of itself over its socket.
class AttachedApplication final : public MonitoredApplication
{
    Q_OBJECT
public:
    enum class Access {
        AsAllowed, // by the application
        ReadOnly, // nothing is ever asked of it
    };

    explicit AttachedApplication(Access access, QObject *parent = nullptr);

    // What comes of it arrives by attached() or disconnected(); until then the snapshot is empty.
    void attach(const MonitorTarget &target);
    Access access() const { return m_access; }

    const SpawnerSnapshot &snapshot() const override;
    bool isControlAllowed() const override;
    void request(const QString &what, const QList<quint64> &ids, int signalNumber = 0) override;
    void requestOfPool(const QString &what, quint64 pool, const QString &program,
                       const QList<quint64> &workers = {}) override;
    void requestOfRunner(const QString &what, quint64 runner, const QString &script = {},
                         const QList<quint64> &jobs = {}) override;
    void requestOfCluster(const QString &what, quint64 cluster) override;

Q_SIGNALS:
    void attached();

private:
    void expectAnswer(quint64 number, const QString &what);
    void end(const QString &reason);

    MonitorClient m_client;
    Access m_access;
    QHash<quint64, QString> m_requests; // not yet answered
};

} // namespace Spawn
