// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <spawner/asyncspawner.h>
#include <workers/worker.h>

#include <QtCore/QJsonValue>
#include <QtCore/QList>
#include <QtCore/QObject>
#include <QtCore/QProcessEnvironment>
#include <QtCore/QString>
#include <QtCore/QStringList>
#include <QtNetwork/QHostAddress>

#include <chrono>
#include <memory>

namespace Spawn {

class ClusterPrivate;

// Copies of this program that share its listening sockets: Node's cluster. The primary makes the
// Cluster and starts workers; in a worker a ClusterServer or a ClusterLocalServer listens by way of
// the primary.
//
//   if (Spawn::Cluster::isPrimary()) {
//       Spawn::AsyncSpawner spawner;
//       Spawn::Cluster cluster(&spawner);
//       cluster.setRespawn(true);
//       for (int i = 0; i < 4; ++i)
//           cluster.startWorker();
//       return app.exec();
//   }
//   Spawn::ClusterServer server;
//   QObject::connect(&server, &QTcpServer::newConnection, &server, [&server] { greet(&server); });
//   return server.listen(QHostAddress::Any, 8000) ? app.exec() : 1;
//
// Workers speak Node's cluster messages, so that an unmodified Node script that listens is one as
// well: cluster.setProgram("server.js").
//
// A worker ends with its primary, however that ends. When it is asked to go (disconnectWorkers(),
// reload()) it listens no more, and a Qt worker ends its event loop when the connections that it
// was given are closed; a Node worker ends when it has nothing left to do.
//
// A message {"cmd": "notifyRequest"} of a worker, with a "count" if it stands for several, is
// handed on as any other and also counted, as the requests that monitors show.
//
// Belongs to the spawner's thread. Deleting it kills its workers and closes the sockets.
class ASYNCSPAWNER_EXPORT Cluster final : public QObject
{
    Q_OBJECT
    Q_PROPERTY(QString program READ program WRITE setProgram)
    Q_PROPERTY(QStringList arguments READ arguments WRITE setArguments)
    Q_PROPERTY(SchedulingPolicy schedulingPolicy READ schedulingPolicy WRITE setSchedulingPolicy)
    Q_PROPERTY(bool respawn READ respawn WRITE setRespawn)
public:
    enum class SchedulingPolicy {
        RoundRobin, // the primary accepts, and hands each connection to the one that waits longest
        Shared, // every worker accepts, and the kernel decides: least work, often unfair
        LeastConnections, // as RoundRobin, to the one with the fewest connections open
    };
    Q_ENUM(SchedulingPolicy)

    // Whether this process was started as no cluster's worker. Needs no QCoreApplication.
    static bool isPrimary();
    static int workerId(); // in a worker: 1 and up; 0: the primary
    // In a worker: it was asked to go, and connections are to be ended when that is polite; an HTTP
    // server answers with "Connection: close" from now on. See ClusterServer::leaving() as well.
    static bool isLeaving();

    explicit Cluster(AsyncSpawner *spawner, QObject *parent = nullptr);
    ~Cluster() override;

    // What the workers run; of those that are started after the change. Default: this program, with
    // the arguments of this process.
    QString program() const;
    void setProgram(const QString &program);
    QStringList arguments() const;
    void setArguments(const QStringList &arguments);
    // Default, and where inheritsFromParent(): the application's at the time of each start.
    QProcessEnvironment environment() const;
    void setEnvironment(const QProcessEnvironment &environment);

    // One more, with variables of its own beside the others; its successors have them too. It is
    // the cluster's, and deleted after workerFinished().
    Worker *startWorker(const QProcessEnvironment &extra = QProcessEnvironment());
    QList<Worker *> workers() const; // alive, in the order of their starts
    int idOf(const Worker *worker) const; // its workerId(); 0: it is not of this cluster

    // For sockets that no worker listens on yet; datagrams are always shared. Default: RoundRobin.
    SchedulingPolicy schedulingPolicy() const;
    void setSchedulingPolicy(SchedulingPolicy policy);
    // Whether a worker that ends unasked is replaced: the first at once, then ever later up to 30 s
    // when one after the other ends within 5 s without having taken a connection; after giveUpAfter
    // of these workerGaveUp() is emitted. Meanwhile the sockets stay open, and who connects waits.
    // Default: false.
    bool respawn() const;
    void setRespawn(bool respawn);
    int giveUpAfter() const; // 10; 0 is never
    void setGiveUpAfter(int ends);

    // All of them, for good: they take no connections any more, and those that have not ended by
    // the deadline get SIGTERM, and SIGKILL 2 s later. 0: SIGTERM at once. stopped() follows.
    void disconnectWorkers(std::chrono::milliseconds deadline = std::chrono::seconds(10));
    // Replaces all of them: each is asked to go when its successor listens where it does, so that
    // no connection is refused. What it has open it may finish until the deadline. A successor that
    // ends or does not listen within it is ended, and the reload with it: reloaded(false), and the
    // workers that have not been replaced go on. One at a time: false while another runs.
    bool reload(std::chrono::milliseconds deadline = std::chrono::seconds(10));
    bool isReloading() const;

Q_SIGNALS:
    // In this order for each. A worker that could not be started is only finished, with (-1, 0).
    void workerStarted(Spawn::Worker *worker);
    void workerOnline(Spawn::Worker *worker); // its program runs
    // A null address and port 0: a local socket.
    void workerListening(Spawn::Worker *worker, const QHostAddress &address, quint16 port);
    void messageReceived(Spawn::Worker *worker, const QJsonValue &message);
    void workerDisconnected(Spawn::Worker *worker);
    // Once for each: the 'death' of Node 0.6. -1: it did not exit, 0: no signal.
    void workerFinished(Spawn::Worker *worker, int exitCode, int signalNumber);
    void workerGaveUp(); // no more are started before startWorker() or reload()
    void reloaded(bool success);
    void stopped(); // after disconnectWorkers(): none is left

private:
    friend class ClusterPrivate;
    std::unique_ptr<ClusterPrivate> d;
};

} // namespace Spawn
