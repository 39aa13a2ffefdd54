// SPDX-FileCopyrightText: 2026 AsyncSpawner contributors
// SPDX-License-Identifier: LGPL-3.0-or-later
#pragma once

#include <QtCore/QHash>
#include <QtCore/QObject>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QLocalSocket>
#include <QtNetwork/QTcpSocket>

// Clients of the test servers, so many at a time: each connects, says "bye", and is told by which
// worker it was served.
class Greeter final
{
public:
    explicit Greeter(quint16 port) : m_port(port) { }
    explicit Greeter(const QString &path) : m_path(path) { }

    void start(int count, int atOnce)
    {
        m_left += count;
        for (int i = 0; i < atOnce; ++i)
            next();
    }
    void stop() { m_left = 0; }
    int running() const { return m_running; }

    QHash<int, int> served; // how many by each worker
    QStringList failures;

private:
    void next()
    {
        if (m_left <= 0)
            return;
        --m_left;
        ++m_running;
        if (m_path.isEmpty())
            greet(new QTcpSocket(&m_context), [this](QTcpSocket *client) {
                client->connectToHost(QHostAddress::LocalHost, m_port);
            });
        else
            greet(new QLocalSocket(&m_context),
                  [this](QLocalSocket *client) { client->connectToServer(m_path); });
    }

    template <class Socket, class Connect>
    void greet(Socket *client, Connect connectIt)
    {
        const auto end = [this, client](int worker, const QString &failure) {
            if (!client->property("over").isNull())
                return;
            client->setProperty("over", true);
            if (failure.isEmpty())
                ++served[worker];
            else
                failures.append(failure);
            client->abort();
            client->deleteLater();
            --m_running;
            next();
        };
        QObject::connect(client, &Socket::connected, client, [client] { client->write("bye\n"); });
        QObject::connect(client, &Socket::readyRead, client, [client, end] {
            if (client->canReadLine())
                end(client->readLine().split(' ').first().toInt(), {});
        });
        QObject::connect(client, &Socket::errorOccurred, client,
                         [client, end] { end(0, client->errorString()); });
        connectIt(client);
    }

    const quint16 m_port = 0;
    const QString m_path;
    QObject m_context;
    int m_left = 0;
    int m_running = 0;
};
