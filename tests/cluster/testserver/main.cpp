// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#include <cluster/cluster.h>
#include <cluster/clusterlocalserver.h>
#include <cluster/clusterserver.h>
#include <workers/parentchannel.h>

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonObject>
#include <QtNetwork/QLocalSocket>
#include <QtNetwork/QTcpSocket>

#include <atomic>
#include <csignal>
#include <functional>
#include <map>
#include <unistd.h>

using namespace Spawn;
using namespace Qt::StringLiterals;

// testserver [PORT | PATH]     listens at once
//
// To each line of a connection it says "<its worker's id> <the line>"; after "bye" it closes. A
// message with a "do" is a thing to do:
//
//   {"do": "listen", "port": 80, "address": "127.0.0.1"}   {"do": "listen", "path": "/tmp/a"}
//       sends {"listening": true, "port": 80} or {"listening": false, "error": 8, "text": "…"}
//   {"do": "close"}     {"do": "pause"}    {"do": "resume"}   {"do": "take"}   all that wait, and from now on
//   {"do": "neverTake"} from now on connections wait for "take"
//   {"do": "exit", "code": 3}    {"do": "spin"}    {"do": "ignoreTerm"}
//   {"do": "request", "count": 5}   tells of so many
//   {"do": "taken"}                 sends how many connections it has taken
namespace {

int taken = 0;

template <class Socket>
void serve(Socket *client)
{
    ++taken;
    const auto answer = [client] {
        while (client->canReadLine()) {
            const QByteArray line = client->readLine();
            client->write(QByteArray::number(Cluster::workerId()) + ' ' + line);
            if (line == "bye\n") {
                client->flush();
                client->abort();
                return;
            }
        }
    };
    QObject::connect(client, &Socket::readyRead, client, answer);
    QObject::connect(client, &Socket::disconnected, client, &QObject::deleteLater);
    answer();
}

template <class Server>
class TestServer
{
public:
    TestServer()
    {
        QObject::connect(&server, &Server::newConnection, &server, [this] {
            if (takes)
                take();
        });
        QObject::connect(&server, &Server::leaving, &server, [this] { take(); });
    }
    void take()
    {
        while (auto *const client = server.nextPendingConnection())
            serve(client);
    }

    Server server;
    bool takes = true;
};

class Program
{
public:
    bool listen(const QString &where)
    {
        bool isPort = false;
        const quint16 port = where.toUShort(&isPort);
        return isPort ? m_tcp.server.listen(QHostAddress::LocalHost, port)
                      : m_local.server.listen(where);
    }
    void carryOut(const QJsonObject &order);

private:
    void listen(const QJsonObject &order)
    {
        QJsonObject answer;
        if (order.contains("path"_L1)) {
            const bool success = m_local.server.listen(order["path"_L1].toString());
            answer = {{"listening"_L1, success},
                      {"error"_L1, m_local.server.serverError()},
                      {"text"_L1, m_local.server.errorString()},
                      {"name"_L1, m_local.server.fullServerName()}};
        } else {
            const bool success
                = m_tcp.server.listen(QHostAddress(order["address"_L1].toString(u"127.0.0.1"_s)),
                                      static_cast<quint16>(order["port"_L1].toInt()));
            answer = {{"listening"_L1, success},
                      {"error"_L1, m_tcp.server.serverError()},
                      {"text"_L1, m_tcp.server.errorString()},
                      {"port"_L1, m_tcp.server.serverPort()}};
        }
        ParentChannel::instance()->send(answer);
    }

    TestServer<ClusterServer> m_tcp;
    TestServer<ClusterLocalServer> m_local;
};

void Program::carryOut(const QJsonObject &order)
{
    const std::map<QString, std::function<void()>> tasks{
        {u"listen"_s,
         [&] {
             listen(order);
         }},
        {u"close"_s,
         [&] {
             m_tcp.server.close();
             m_local.server.close();
         }},
        {u"pause"_s,
         [&] {
             m_tcp.server.pauseAccepting();
         }},
        {u"resume"_s,
         [&] {
             m_tcp.server.resumeAccepting();
         }},
        {u"neverTake"_s,
         [&] {
             m_tcp.takes = m_local.takes = false;
         }},
        {u"take"_s,
         [&] {
             m_tcp.takes = m_local.takes = true;
             m_tcp.take();
             m_local.take();
         }},
        {u"exit"_s,
         [&] {
             QCoreApplication::exit(order["code"_L1].toInt());
         }},
        {u"ignoreTerm"_s,
         [&] {
             std::signal(SIGTERM, SIG_IGN);
         }},
        {u"spin"_s,
         [] {
             ParentChannel::instance()->send(u"spinning"_s);
             ParentChannel::instance()->flush();
             for (std::atomic_int i = 0;; ++i) { }
         }},
        {u"request"_s,
         [&] {
             ParentChannel::instance()->send(
                 QJsonObject{{"cmd"_L1, "notifyRequest"_L1}, {"count"_L1, order["count"_L1]}});
         }},
        {u"taken"_s,
         [&] {
             ParentChannel::instance()->send(taken);
         }},
    };
    tasks.at(order["do"_L1].toString())();
}

} // namespace

int main(int argc, char *argv[])
{
    if (Cluster::isPrimary())
        return 100; // it is for clusters only
    QCoreApplication app(argc, argv);
    Program program;
    QObject::connect(
        ParentChannel::instance(), &ParentChannel::messageReceived, &app,
        [&program](const QJsonValue &message) { program.carryOut(message.toObject()); });
    if (argc > 1 && !program.listen(QString::fromLocal8Bit(argv[1])))
        return 101;
    return QCoreApplication::exec();
}
