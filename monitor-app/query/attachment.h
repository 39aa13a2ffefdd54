// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <monitoring/monitorclient.h>

#include <QtCore/QString>

namespace Spawn {

// One application for a command line. It is named by its process, its name or, when there is only
// one that can be attached, not at all.
class Attachment final
{
public:
    // Waits until it is attached. Empty, or why it cannot be.
    QString attach(const QString &which);

    MonitorClient &client() { return m_client; }
    const SpawnerSnapshot &snapshot() const { return m_client.snapshot(); }
    // Asks and waits for the answer. Empty, or why nothing was done.
    QString request(const QString &what, const QList<quint64> &ids, int signalNumber);
    QString requestOfPool(const QString &what, quint64 pool, const QString &program,
                          const QList<quint64> &workers);
    QString requestOfRunner(const QString &what, quint64 runner, const QString &script,
                            const QList<quint64> &jobs);
    QString requestOfCluster(const QString &what, quint64 cluster);
    // What runners and clusters do is looked at while somebody is attached: waits until that has
    // been done.
    void waitForLook();
    // Waits until all finished commands that it remembers are here, too.
    void waitForHistory();

private:
    QString waitForAnswer();

    MonitorClient m_client;
};

} // namespace Spawn
