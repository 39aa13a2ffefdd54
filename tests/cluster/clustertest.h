// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include "cluster/greeter.h"
#include "common/spawnerfixture.h"

#include <cluster/cluster.h>

#include <QtCore/QJsonObject>
#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <csignal>
#include <memory>

// What a cluster has told, in its order.
struct ClusterSpy
{
    explicit ClusterSpy(Spawn::Cluster *cluster)
    {
        using namespace Spawn;
        const auto name = [cluster](Worker *worker, const QString &what) {
            return QStringLiteral("%1 %2").arg(what).arg(cluster->idOf(worker));
        };
        QObject::connect(cluster, &Cluster::workerStarted, cluster, [=, this](Worker *worker) {
            events.append(name(worker, QStringLiteral("started")));
            pids.append(worker->processId());
        });
        QObject::connect(cluster, &Cluster::workerOnline, cluster, [=, this](Worker *worker) {
            events.append(name(worker, QStringLiteral("online")));
        });
        QObject::connect(cluster, &Cluster::workerListening, cluster,
                         [=, this](Worker *worker, const QHostAddress &address, quint16 port) {
                             events.append(name(worker, QStringLiteral("listening")));
                             addresses.append(address);
                             ports.append(port);
                         });
        QObject::connect(
            cluster, &Cluster::messageReceived, cluster,
            [=, this](Worker *, const QJsonValue &message) { messages.append(message); });
        QObject::connect(cluster, &Cluster::workerDisconnected, cluster, [=, this](Worker *worker) {
            events.append(name(worker, QStringLiteral("disconnected")));
        });
        QObject::connect(cluster, &Cluster::workerFinished, cluster,
                         [=, this](Worker *worker, int exitCode, int signalNumber) {
                             finished.append({worker->processId(), exitCode, signalNumber});
                         });
        QObject::connect(cluster, &Cluster::workerGaveUp, cluster, [this] { ++gaveUp; });
        QObject::connect(cluster, &Cluster::reloaded, cluster,
                         [this](bool success) { reloads.append(success); });
        QObject::connect(cluster, &Cluster::stopped, cluster, [this] { ++stopped; });
    }

    struct Finished
    {
        qint64 processId;
        int exitCode;
        int signalNumber;
    };
    QStringList events; // "online 1"
    QList<qint64> pids;
    QList<QHostAddress> addresses;
    QList<quint16> ports;
    QList<QJsonValue> messages;
    QList<Finished> finished;
    QList<bool> reloads;
    int gaveUp = 0;
    int stopped = 0;
};

// A cluster for each test, which leaves nothing behind.
class ClusterTest : public QObject
{
protected:
    static constexpr int Patience = 20000; // ms; the upper bound of a wait

    void begin()
    {
        m_fixture.begin();
        m_cluster = std::make_unique<Spawn::Cluster>(&m_fixture.spawner());
        m_spy = std::make_unique<ClusterSpy>(m_cluster.get());
    }
    void end()
    {
        m_cluster.reset();
        QTRY_COMPARE_WITH_TIMEOUT(m_fixture.left(), QString(), Patience);
    }

    // One that nobody listens on, a moment ago.
    static quint16 freePort()
    {
        QTcpServer server;
        return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
    }

    // Workers of the program at the port or path, when all of them listen.
    bool start(const QString &program, const QString &where, int count)
    {
        m_cluster->setProgram(program);
        m_cluster->setArguments({where});
        const qsizetype before = m_spy->ports.size();
        for (int i = 0; i < count; ++i)
            m_cluster->startWorker();
        return QTest::qWaitFor([&] { return m_spy->ports.size() == before + count; }, Patience);
    }
    bool start(const QString &program, quint16 port, int count)
    {
        return start(program, QString::number(port), count);
    }
    static bool tell(Spawn::Worker *worker, const QString &task, QJsonObject order = {})
    {
        order.insert(QStringLiteral("do"), task);
        return worker->send(order);
    }

    Spawn::Cluster &cluster() { return *m_cluster; }
    ClusterSpy &spy() { return *m_spy; }

    SpawnerFixture m_fixture;
    std::unique_ptr<Spawn::Cluster> m_cluster;
    std::unique_ptr<ClusterSpy> m_spy;
};
