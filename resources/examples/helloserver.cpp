// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: CC0-1.0
#include <AsyncSpawner>
#include <Cluster>

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QHash>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTextStream>
#include <QTimer>

#include <monitoring/monitorserver.h>
#include <spawner/signalsource.h>
#include <workers/parentchannel.h>

#include <chrono>

// The cluster server that articles on Node show, as a daemon is one: workers share a port, greet by
// their number, and tell the primary of their requests.
//
//   helloserver --port 8000 --workers 4 --pid-file hello.pid
//
// SIGTERM and SIGINT end it, with what is being answered; SIGHUP replaces the workers one by one.

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr qsizetype LongestRequest = 64 << 10;

// ---- A worker ----------------------------------------------------------------------------------

class HelloServer final : public Spawn::ClusterServer
{
public:
    HelloServer()
    {
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket *const client = nextPendingConnection())
                serve(client);
        });
        // A client is told with its next answer. One that asks nothing for a second more is left,
        // and not at once: its next request may be on its way.
        connect(this, &Spawn::ClusterServer::leaving, this,
                [this] { QTimer::singleShot(1s, this, &HelloServer::closeIdle); });
        connect(&m_timer, &QTimer::timeout, this, &HelloServer::tell);
        m_timer.start(100ms);
    }

private:
    void serve(QTcpSocket *client)
    {
        connect(client, &QTcpSocket::disconnected, this, [this, client] {
            m_received.remove(client);
            client->deleteLater();
        });
        connect(client, &QTcpSocket::readyRead, this, [this, client] { read(client); });
        if (client->bytesAvailable() > 0)
            read(client);
    }

    void closeIdle()
    {
        for (QTcpSocket *const client : findChildren<QTcpSocket *>()) {
            if (client->bytesAvailable() == 0 && m_received.value(client).isEmpty())
                client->disconnectFromHost();
        }
    }

    void read(QTcpSocket *client)
    {
        QByteArray &received = m_received[client];
        received += client->readAll();
        for (qsizetype end; (end = received.indexOf("\r\n\r\n")) >= 0;) {
            answer(client, received.first(end + 2).toLower());
            received.remove(0, end + 4);
        }
        if (received.size() > LongestRequest)
            client->abort();
    }

    void answer(QTcpSocket *client, const QByteArray &head)
    {
        ++m_requests;
        const bool last = Spawn::Cluster::isLeaving() || head.contains(" http/1.0\r\n")
            || head.contains("\r\nconnection: close\r\n");
        const QByteArray text
            = "Hello from worker " + QByteArray::number(Spawn::Cluster::workerId()) + "\n";
        client->write("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                      + QByteArray::number(text.size())
                      + (last ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n") + text);
        if (last)
            client->disconnectFromHost(); // when it is written
    }

    // Ten times a second: a message for each request would cost as much as the request.
    void tell()
    {
        if (m_requests > 0)
            Spawn::ParentChannel::instance()->send(
                QJsonObject{{u"cmd"_s, u"notifyRequest"_s}, {u"count"_s, m_requests}});
        m_requests = 0;
    }

    QHash<QTcpSocket *, QByteArray> m_received; // of requests that are not whole
    QTimer m_timer;
    qint64 m_requests = 0; // since the last message
};

int runWorker(quint16 port)
{
    HelloServer server;
    if (!server.listen(QHostAddress::Any, port)) {
        QTextStream(stderr) << "helloserver: port " << port << ": " << server.errorString() << '\n';
        return 1;
    }
    return QCoreApplication::exec();
}

// ---- The primary -------------------------------------------------------------------------------

int runPrimary(int workers, const QString &pidFileName)
{
    QTextStream out(stdout);
    Spawn::PidFile pidFile(pidFileName);
    if (!pidFileName.isEmpty() && !pidFile.tryLock()) {
        QTextStream(stderr) << "helloserver: " << pidFile.errorString() << '\n';
        return 1;
    }

    Spawn::AsyncSpawner spawner;
    Spawn::Cluster cluster(&spawner);
    cluster.setObjectName(u"hello"_s);
    cluster.setRespawn(true);
    for (int i = 0; i < workers; ++i)
        cluster.startWorker();

    Spawn::MonitorServer monitor(&spawner);
    monitor.setControlAllowed(true);
    monitor.add(&cluster);
    if (!monitor.listen(u"helloserver"_s))
        QTextStream(stderr) << "helloserver: " << monitor.errorString() << '\n';

    qint64 requests = 0;
    QObject::connect(&cluster, &Spawn::Cluster::messageReceived, &cluster,
                     [&](Spawn::Worker *, const QJsonValue &message) {
                         if (message[u"cmd"_s] == u"notifyRequest"_s)
                             requests += message[u"count"_s].toInteger(1);
                     });
    QObject::connect(&cluster, &Spawn::Cluster::workerListening, &cluster,
                     [&](Spawn::Worker *worker, const QHostAddress &, quint16 port) {
                         out << "worker " << cluster.idOf(worker) << " (" << worker->processId()
                             << ") listens on port " << port << Qt::endl;
                     });
    QObject::connect(&cluster, &Spawn::Cluster::workerFinished, &cluster,
                     [&](Spawn::Worker *worker, int exitCode, int signalNumber) {
                         out << "worker " << worker->processId()
                             << " ended: " << (signalNumber != 0 ? "signal " : "exit code ")
                             << (signalNumber != 0 ? signalNumber : exitCode) << Qt::endl;
                     });
    QObject::connect(&cluster, &Spawn::Cluster::workerGaveUp, qApp, [] {
        QTextStream(stderr) << "helloserver: the workers do not come up\n";
        QCoreApplication::exit(1);
    });
    QObject::connect(&cluster, &Spawn::Cluster::reloaded, &cluster, [&](bool success) {
        out << (success ? "reloaded" : "not reloaded: the new worker did not come up") << Qt::endl;
    });

    Spawn::SignalSource signalSource({SIGTERM, SIGINT, SIGHUP});
    QObject::connect(&signalSource, &Spawn::SignalSource::received, &cluster, [&](int signal) {
        if (signal == SIGHUP)
            cluster.reload(10s);
        else
            cluster.disconnectWorkers(5s);
    });
    QObject::connect(&cluster, &Spawn::Cluster::stopped, qApp, [&] {
        out << requests << " requests in all" << Qt::endl;
        QCoreApplication::quit();
    });
    return QCoreApplication::exec();
}

} // namespace

int main(int argc, char *argv[])
{
    QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOptions({{u"port"_s, u"The port; 8000."_s, u"port"_s, u"8000"_s},
                       {u"workers"_s, u"How many; 4."_s, u"count"_s, u"4"_s},
                       {u"pid-file"_s, u"For the number of the primary."_s, u"file"_s}});
    parser.process(app);
    if (Spawn::Cluster::isPrimary())
        return runPrimary(parser.value(u"workers"_s).toInt(), parser.value(u"pid-file"_s));
    return runWorker(static_cast<quint16>(parser.value(u"port"_s).toUInt()));
}
